"""`adsum corrections`: what is wrong or missing in the punch log."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from adsum.cli.options import JsonFlag
from adsum.cli.punch import DirectionOption, checked_direction, parsed_time
from adsum.cli.records import print_done, print_rows
from adsum.cli.report import required_date
from adsum.cli.workflows import (
    FirstArgument,
    IdArgument,
    LastArgument,
    NameArgument,
    ReasonOption,
    opened,
    person_id,
)

app = typer.Typer(help="Corrections of the punch log.", no_args_is_help=True)


@app.command("list")
def list_corrections(
    context: typer.Context,
    pending: Annotated[bool, typer.Option(help="Only those to be decided.")] = False,
    json: JsonFlag = False,
) -> None:
    """List the corrections."""
    from adsum.domain.correction import Approval

    admin, actor = opened(context)
    only = Approval.PENDING if pending else None
    found: list[Any] = []
    while page := admin.list_corrections.execute(
        actor, after=found[-1].id if found else "", limit=500, approval=only
    ):
        found += page
    print_rows([_correction(one) for one in found], json)


@app.command("propose")
def propose(
    context: typer.Context,
    person: NameArgument,
    at: Annotated[str, typer.Argument(help="When, as 2026-03-02T17:00:00+01:00.")],
    reason: ReasonOption,
    direction: DirectionOption = "",
    json: JsonFlag = False,
) -> None:
    """Propose a punch that is missing; somebody else decides."""
    from adsum.app.propose_correction import CorrectionDraft
    from adsum.cli.session import settings
    from adsum.domain.correction import Act
    from adsum.domain.instants import instant

    who, when, place = person_id(context, person), instant(parsed_time(at)), settings(context).place
    way = checked_direction(direction)
    _propose(context, CorrectionDraft(who, Act.ADD, reason, None, when, place, way), json)


@app.command("dispute")
def dispute(
    context: typer.Context,
    person: NameArgument,
    punch: Annotated[str, typer.Argument(help="Id of the punch.")],
    reason: ReasonOption,
    direction: DirectionOption = "",
    json: JsonFlag = False,
) -> None:
    """Propose that a punch does not count, or with a direction, that it was the other way."""
    from adsum.app.propose_correction import CorrectionDraft
    from adsum.domain.correction import Act

    way = checked_direction(direction)
    act = Act.SET_DIRECTION if way else Act.IGNORE
    who = person_id(context, person)
    _propose(context, CorrectionDraft(who, act, reason, punch, direction=way), json)


@app.command("propose-forgotten")
def propose_forgotten(
    context: typer.Context, first: FirstArgument, last: LastArgument, json: JsonFlag = False
) -> None:
    """Propose a correction for each forgotten check-out; none is made twice."""
    admin, actor = opened(context)
    found = admin.propose_forgotten.execute(actor, required_date(first), required_date(last))
    print_rows([_correction(one) for one in found], json)


@app.command("approve")
def approve(context: typer.Context, id: IdArgument, json: JsonFlag = False) -> None:
    """Approve a correction."""
    admin, actor = opened(context)
    done = admin.decide_correction.execute(actor, id, approve=True)
    print_done("approved", _correction(done), json)


@app.command("refuse")
def refuse(
    context: typer.Context, id: IdArgument, reason: ReasonOption = "", json: JsonFlag = False
) -> None:
    """Refuse a correction."""
    admin, actor = opened(context)
    done = admin.decide_correction.execute(actor, id, approve=False, reason=reason)
    print_done("refused", _correction(done), json)


def _propose(context: typer.Context, draft: Any, json: bool) -> None:
    admin, actor = opened(context)
    done = admin.propose_correction.execute(actor, draft)
    print_done(f"proposed: {done.id}", _correction(done), json)


def _correction(correction: Any) -> dict[str, Any]:
    return {
        "id": correction.id,
        "person_id": correction.person_id,
        "act": correction.act.value,
        "at": correction.added.at.isoformat() if correction.added else None,
        "reason": correction.reason,
        "author": correction.author,
        "approval": correction.approval.value,
    }
