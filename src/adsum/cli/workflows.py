"""`adsum leave`, `adsum periods`, `adsum audit`: what HR decides."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from adsum.cli import output
from adsum.cli.options import JsonFlag
from adsum.cli.records import print_done, print_rows
from adsum.cli.report import required_date

leave = typer.Typer(help="Leave: requests, decisions, balances.", no_args_is_help=True)
periods = typer.Typer(help="Closed periods and their adjustments.", no_args_is_help=True)
audit = typer.Typer(help="The audit log.", no_args_is_help=True)

IdArgument = Annotated[str, typer.Argument(help="The id from the list.")]
NameArgument = Annotated[str, typer.Argument(help="The person's name.")]
FirstArgument = Annotated[str, typer.Argument(help="First date, YYYY-MM-DD.")]
LastArgument = Annotated[str, typer.Argument(help="Last date, YYYY-MM-DD.")]
ReasonOption = Annotated[str, typer.Option(help="Why.")]


@leave.command("list")
def list_leave(context: typer.Context, json: JsonFlag = False) -> None:
    """List the requests."""
    admin, actor = opened(context)
    found: list[Any] = []
    while page := admin.list_leave.execute(actor, after=found[-1].id if found else "", limit=500):
        found += page
    print_rows([_leave(one) for one in found], json)


@leave.command("request")
def request_leave(
    context: typer.Context,
    person: NameArgument,
    type: Annotated[str, typer.Argument(help="Id of the leave type.")],
    first: FirstArgument,
    last: LastArgument,
    json: JsonFlag = False,
) -> None:
    """Ask for leave for somebody."""
    from adsum.app.request_leave import LeaveDraft
    from adsum.domain.span import DateSpan

    admin, actor = opened(context)
    span = DateSpan(required_date(first), required_date(last))
    draft = LeaveDraft(person_id(context, person), type, span)
    request = admin.request_leave.execute(actor, draft)
    print_done(f"requested: {request.id}", _leave(request), json)


@leave.command("approve")
def approve_leave(context: typer.Context, id: IdArgument, json: JsonFlag = False) -> None:
    """Approve a request."""
    admin, actor = opened(context)
    done = admin.decide_leave.execute(actor, id, approve=True)
    print_done("approved", _leave(done), json)


@leave.command("refuse")
def refuse_leave(
    context: typer.Context, id: IdArgument, reason: ReasonOption, json: JsonFlag = False
) -> None:
    """Refuse a request; the person is owed a reason."""
    admin, actor = opened(context)
    done = admin.decide_leave.execute(actor, id, approve=False, reason=reason)
    print_done("refused", _leave(done), json)


@leave.command("cancel")
def cancel_leave(context: typer.Context, id: IdArgument, json: JsonFlag = False) -> None:
    """Take a request back."""
    admin, actor = opened(context)
    print_done("cancelled", _leave(admin.cancel_leave.execute(actor, id)), json)


@leave.command("balance")
def balance(context: typer.Context, person: NameArgument, json: JsonFlag = False) -> None:
    """Show what is left of somebody's leave today."""
    admin, actor = opened(context)
    found = admin.leave_balances.execute(actor, person_id(context, person), admin.today())
    rows = [
        {
            "type": standing.entitlement.type.name,
            "entitled": str(standing.balance.entitled),
            "carried": str(standing.balance.carried),
            "taken": str(standing.balance.taken),
            "pending": str(standing.balance.pending),
            "left": str(standing.balance.left),
        }
        for standing in found
    ]
    print_rows(rows, json)


@periods.command("list")
def list_periods(context: typer.Context, json: JsonFlag = False) -> None:
    """List the closed periods."""
    admin, _ = opened(context)
    print_rows([_period(head) for head in admin.list_periods.execute()], json)


@periods.command("close")
def close(
    context: typer.Context,
    first: FirstArgument,
    last: LastArgument,
    even_if_open: Annotated[
        bool, typer.Option(help="Close although somebody has no check-out.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Freeze the figures of everybody for some days; it cannot be undone."""
    from adsum.domain.span import DateSpan

    admin, actor = opened(context)
    span = DateSpan(required_date(first), required_date(last))
    head = admin.close_period.execute(actor, span, even_if_open=even_if_open)
    print_done(f"closed {first} to {last}, digest {head.digest}", _period(head), json)


@periods.command("adjust")
def adjust(
    context: typer.Context,
    posted_on: Annotated[str, typer.Argument(help="Open date to account on, YYYY-MM-DD.")],
    json: JsonFlag = False,
) -> None:
    """Account for what has changed about closed days since they were closed."""
    admin, actor = opened(context)
    found = admin.post_adjustments.execute(actor, required_date(posted_on))
    rows = [
        {
            "person_id": change.person_id,
            "date": change.date.isoformat(),
            "worked_before": str(change.before.worked) if change.before else None,
            "worked_after": str(change.after.worked),
        }
        for change in found
    ]
    print_rows(rows, json)


@audit.command("verify")
def verify(context: typer.Context, json: JsonFlag = False) -> int:
    """Check the chain of the audit log and name the first broken link."""
    admin, _ = opened(context)
    found = admin.verify_audit.execute()
    broken = (
        {"number": found.broken.number, "reason": found.broken.reason} if found.broken else None
    )
    whole = f"{output.counted(found.entries, 'entry is', 'entries are')} whole, head {found.head}"
    sentence = (
        whole if broken is None else f"broken at entry {broken['number']}: {broken['reason']}"
    )
    print_done(sentence, {"entries": found.entries, "head": found.head, "broken": broken}, json)
    return 0 if broken is None else 1


@audit.command("list")
def list_audit(
    context: typer.Context,
    person: Annotated[str | None, typer.Option(help="Only of this person's record.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    json: JsonFlag = False,
) -> None:
    """List the newest entries: who did or saw what."""
    admin, _ = opened(context)
    from adsum.app.ports.audit import AuditFilter

    only = person_id(context, person) if person else None
    rows = [
        {
            "number": entry.number,
            "at": entry.act.at.isoformat(timespec="seconds"),
            "actor": entry.act.actor,
            "role": entry.act.role,
            "what": entry.act.name,
            "kind": entry.act.kind,
            "subject": entry.act.subject,
        }
        for entry in admin.read_audit.execute(AuditFilter(only), limit=limit)
    ]
    print_rows(rows, json)


def opened(context: typer.Context) -> tuple[Any, Any]:
    """Return the use cases and whoever sits at the terminal."""
    from adsum.app.actor import TERMINAL
    from adsum.cli.session import application

    return application(context).administration, TERMINAL


def person_id(context: typer.Context, name: str) -> str:
    """Return the id of the person called `name`."""
    from adsum.cli.session import application

    return application(context).person(name).id


def _leave(request: Any) -> dict[str, Any]:
    return {
        "id": request.id,
        "person_id": request.person_id,
        "type": request.type.name,
        "first": request.span.first.isoformat(),
        "last": request.span.last.isoformat(),
        "state": request.state.value,
    }


def _period(head: Any) -> dict[str, Any]:
    return {
        "id": head.id,
        "first": head.span.first.isoformat(),
        "last": head.span.last.isoformat(),
        "closed_at": head.closed_at.isoformat(timespec="seconds"),
        "people": head.people,
        "digest": head.digest,
    }
