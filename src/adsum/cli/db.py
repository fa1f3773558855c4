"""`adsum db`: the database itself."""

from __future__ import annotations

from typing import Annotated

import typer

from adsum.cli import output
from adsum.cli.options import JsonFlag
from adsum.cli.records import print_done
from adsum.errors import InvalidInput

app = typer.Typer(help="The database: make it, upgrade it.", no_args_is_help=True)


class NotConfirmed(InvalidInput):
    """A downgrade was not confirmed."""

    code = "db.not_confirmed"
    remedy = "Make a backup, then repeat the command with --yes."


@app.command("init")
def init(
    context: typer.Context,
    admin_url: Annotated[
        str,
        typer.Option(
            help="URL with the name of the new database and an administrator's user; "
            "left out: SQLite in the data folder.",
            envvar="ADSUM_ADMIN_URL",
        ),
    ] = "",
    user: Annotated[str, typer.Option(help="User to make for Adsum.")] = "adsum",
    host: Annotated[
        str, typer.Option(help="From where that user may connect (MariaDB, MySQL).")
    ] = "%",
    json: JsonFlag = False,
) -> None:
    """Make the database, its tables and a least-privilege user, and say what was done.

    The user reads and writes rows; it changes no table, and only ever adds to the audit log.
    """
    from adsum.cli.session import settings
    from adsum.main import set_up_database

    done = set_up_database(settings(context), admin_url, user, host)
    if json:
        output.print_json({"did": list(done.did), "database_url": done.url})
        return
    for sentence in done.did:
        output.out().print(output.plain(sentence), soft_wrap=True)
    if admin_url:
        output.out().print("Write this line into adsum.toml; the password is shown this once:")
        output.out().print(output.plain(f'database_url = "{done.url}"'), soft_wrap=True)


@app.command("upgrade")
def upgrade(context: typer.Context, json: JsonFlag = False) -> None:
    """Bring the tables to what this version needs."""
    from adsum.cli.session import settings
    from adsum.main import migrate_database

    revision = migrate_database(settings(context), None)
    print_done(f"the tables are at {revision}", {"revision": revision}, json)


@app.command("downgrade")
def downgrade(
    context: typer.Context,
    revision: Annotated[str, typer.Argument(help="For example 0001; base drops every table.")],
    yes: Annotated[bool, typer.Option("--yes", help="Yes, rows of newer tables are lost.")] = False,
    json: JsonFlag = False,
) -> None:
    """Take the tables back to an earlier version; what only newer tables hold is lost."""
    from adsum.cli.session import settings
    from adsum.main import migrate_database

    if not yes:
        raise NotConfirmed("a downgrade drops tables with their rows")
    reached = migrate_database(settings(context), revision)
    print_done(f"the tables are at {reached}", {"revision": reached}, json)
