"""`adsum identify`"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from adsum.cli import output
from adsum.cli.options import JsonFlag, PathsArgument
from adsum.errors import AdsumError

UNKNOWN = "[yellow]unknown[/]"


def identify(context: typer.Context, paths: PathsArgument, json: JsonFlag = False) -> int:
    """Say who is in the pictures; strangers are answered "unknown"."""
    from adsum.cli.session import all_processors, application

    adsum = application(context, threads=all_processors())
    pictures = adsum.pictures(paths)
    answers = []
    with output.progress() as bar:
        for path in bar.track(pictures, description="Identifying"):
            answer = _answer(adsum, path)
            answers.append(answer)
            if not json:
                _print(answer)
    if json:
        output.print_json(answers)
    return 1 if any(answer["error"] for answer in answers) else 0


def _answer(adsum: Any, path: Path) -> dict[str, Any]:
    try:
        faces = adsum.identify.execute(adsum.photo(path).read())
    except AdsumError as error:
        if error.code.startswith(("image.", "file.", "face.")):
            return {"image": str(path), "faces": [], "error": output.error_json(error)}
        raise  # not this picture's fault: the next one would fare no better
    return {"image": str(path), "faces": [face_json(face) for face in faces], "error": None}


def face_json(face: Any) -> dict[str, Any]:
    """Return one identified face as the JSON answers have it; the box in whole pixels."""
    box = face.box
    return {
        "box": [round(value) for value in (box.x, box.y, box.width, box.height)],
        "person": face.person.name if face.person else None,
        "score": None if face.score is None else round(face.score, 4),
        "quality": face.quality,
    }


def _print(answer: dict[str, Any]) -> None:
    if answer["error"]:
        output.print_problem(**answer["error"], subject=answer["image"])
        return
    console = output.out()
    console.print(f"[bold]{output.plain(answer['image'])}[/]", soft_wrap=True)
    for face in answer["faces"]:
        name = f"[green]{output.plain(face['person'])}[/]" if face["person"] else UNKNOWN
        score = "" if face["score"] is None else f"  similarity {face['score']:.2f}"
        x, y, width, height = face["box"]
        where = f"{width} x {height} pixels at {x}, {y}"
        console.print(f"  {name}  {where}{score}  quality {face['quality']:.2f}", soft_wrap=True)
