"""`adsum consents`"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from adsum.cli.options import JsonFlag
from adsum.cli.people import confirm
from adsum.cli.records import print_done, print_rows
from adsum.cli.workflows import opened, person_id
from adsum.domain.consent import Channel, ConsentState

app = typer.Typer(help="Who agreed to being recognised by face.", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(help="The person's name.", show_default=False)]
ChannelOption = Annotated[Channel, typer.Option(help="How the person said it.")]


@app.command("list")
def list_consents(
    context: typer.Context,
    state: Annotated[ConsentState | None, typer.Option(help="Only those who stand so.")] = None,
    json: JsonFlag = False,
) -> None:
    """List who has agreed to which version, and who has not."""
    admin, _ = opened(context)
    rows: list[dict[str, Any]] = [
        {
            "name": one.name,
            "state": one.state.value,
            "version": one.last.version if one.last else None,
            "at": one.last.at.isoformat(timespec="seconds") if one.last else None,
            "channel": one.last.channel.value if one.last else None,
            "photos": one.photos,
        }
        for one in admin.consent.report(state, limit=10**9)
    ]
    print_rows(rows, json)


@app.command("record")
def record(
    context: typer.Context,
    name: NameArgument,
    version: Annotated[int | None, typer.Option(help="Of the text. [default: newest]")] = None,
    channel: ChannelOption = Channel.PAPER,
    json: JsonFlag = False,
) -> None:
    """Note that a person agreed."""
    from adsum.app.consent import Given

    admin, actor = opened(context)
    given = Given(person_id(context, name), channel, version)
    fact = admin.consent.give(actor, given)
    done = {"id": fact.id, "person_id": fact.person_id, "version": fact.version}
    print_done(f"{name}: agreed to version {fact.version}", done, json)


@app.command("withdraw")
def withdraw(
    context: typer.Context,
    name: NameArgument,
    channel: ChannelOption = Channel.PAPER,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: JsonFlag = False,
) -> None:
    """Note that a person withdrew: templates and photos are destroyed, the PIN stays."""
    admin, actor = opened(context)
    whose = person_id(context, name)
    if not yes and not json:
        confirm(f"Destroy the face templates of {name}?")
    gone = admin.consent.withdraw(actor, whose, channel)
    left = "a PIN is left" if gone.has_pin else "there is no PIN yet: adsum people pin"
    done = {"photos": gone.photos, "templates": gone.templates, "has_pin": gone.has_pin}
    print_done(f"{name}: {gone.templates} templates destroyed; {left}", done, json)
