"""`adsum gallery`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from adsum.cli import output
from adsum.cli.options import JsonFlag

app = typer.Typer(help="Embeddings to and from other programs.", no_args_is_help=True)

FileArgument = Annotated[Path, typer.Argument(help="A .npz, .h5 or .parquet file.")]


@app.command("export")
def export(context: typer.Context, file: FileArgument, json: JsonFlag = False) -> None:
    """Write everybody's embeddings with their names. The file is biometric data in the clear."""
    from adsum.cli.session import application

    adsum = application(context)
    done = adsum.export_gallery.execute(file, adsum.pipeline.made_by)
    if json:
        output.print_json({"people": done.people, "embeddings": done.embeddings})
        return
    embeddings = output.counted(done.embeddings, "embedding", "embeddings")
    people = output.counted(done.people, "person", "people")
    output.out().print(f"{embeddings} of {people} written to {output.plain(str(file))}")


@app.command("import")
def import_file(
    context: typer.Context,
    file: FileArgument,
    model: Annotated[
        str, typer.Option(help="What made them, if the file does not say: MODEL/VERSION/PRECISION.")
    ] = "",
    json: JsonFlag = False,
) -> None:
    """Add embeddings that the recogniser in use has made elsewhere. Other models are refused."""
    from adsum.cli.session import application

    adsum = application(context)
    done = adsum.import_gallery.execute(file, adsum.pipeline.made_by, model)
    if json:
        output.print_json(
            {"people": done.people, "embeddings": done.embeddings, "known": done.known}
        )
        return
    embeddings = output.counted(done.embeddings, "embedding", "embeddings")
    people = output.counted(done.people, "person", "people")
    output.out().print(f"{embeddings} of {people} added, {done.known} known before")
