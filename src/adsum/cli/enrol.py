"""`adsum enrol`"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any

import typer

from adsum.cli import look_alikes, output
from adsum.cli.options import JsonFlag, PathsArgument


def enrol(
    context: typer.Context,
    paths: PathsArgument,
    name: Annotated[
        str | None, typer.Option(help="Whose photos these are.", show_default=False)
    ] = None,
    allow_lookalikes: Annotated[
        bool, typer.Option(help="Add a face even if it resembles somebody else's.")
    ] = False,
    classifier: Annotated[
        bool,
        typer.Option(
            "--classifier", help="Then train a classifier on everybody enrolled, and use it."
        ),
    ] = False,
    json: JsonFlag = False,
) -> int:
    """Enrol people from photos.

    PATHS is a folder of person folders, a folder of photos (file name = person), or, with --name,
    photos of that person. Safe to interrupt and to repeat.
    """
    from adsum.cli.session import application
    from adsum.domain.person import clean_name

    if name is not None:
        clean_name(name)  # one error for a bad name, not one for each photo
    adsum = application(context)
    requests = adsum.enrol_requests(paths, name)
    started = time.monotonic()
    outcomes: list[Any] = []
    interrupted = False
    try:
        for outcome in _with_progress(
            adsum.enrol.execute(requests, allow_lookalikes=allow_lookalikes), len(requests)
        ):
            outcomes.append(outcome)
            if outcome.error is not None and not json:
                output.print_error(outcome.error, outcome.label)
    except KeyboardInterrupt:
        interrupted = True
    summary = _summary(outcomes, time.monotonic() - started)
    pairs = adsum.look_alikes.execute(_newly(outcomes)) if summary["enrolled"] else []
    if classifier and not interrupted:
        summary |= {"classifier": _train(context, adsum)}
    if json:
        photos = {"photos": [_json(outcome) for outcome in outcomes]}
        output.print_json(summary | {"look_alikes": look_alikes.as_json(pairs)} | photos)
    else:
        _print(summary)
        look_alikes.warn(pairs)
    if interrupted:
        output.err().print("Run the same command again to enrol the rest.")
        return 130
    return 1 if summary["refused"] else 0


def _train(context: typer.Context, adsum: Any) -> dict[str, Any]:
    """Train on everybody enrolled, and let the settings say that it is used."""
    from adsum.cli.session import use_matcher

    found = adsum.train_classifier.execute()
    use_matcher(context, "mlp")
    return asdict(found)


def _with_progress(outcomes: Iterator[Any], total: int) -> Iterator[Any]:
    with output.progress() as bar:
        task = bar.add_task("Enrolling", total=total)
        for outcome in outcomes:
            yield outcome
            bar.advance(task)


def _newly(outcomes: list[Any]) -> set[str]:
    """Return who got a photo."""
    return {outcome.name for outcome in outcomes if outcome.status == "enrolled"}


def _summary(outcomes: list[Any], seconds: float) -> dict[str, Any]:
    counts = Counter(outcome.status.value for outcome in outcomes)
    return {
        "people": len(_newly(outcomes)),
        "enrolled": counts["enrolled"],
        "already_enrolled": counts["already_enrolled"],
        "near_duplicates": counts["near_duplicate"],
        "refused": counts["refused"],
        "seconds": round(seconds, 3),
        "photos_per_second": round(len(outcomes) / seconds, 1) if seconds > 0 else None,
    }


def _json(outcome: Any) -> dict[str, Any]:
    return {
        "photo": outcome.label,
        "person": outcome.name,
        "status": outcome.status.value,
        "quality": outcome.quality,
        "error": output.error_json(outcome.error),
    }


def _print(summary: dict[str, Any]) -> None:
    console = output.out()
    photos = output.counted(summary["enrolled"], "photo", "photos")
    people = output.counted(summary["people"], "person", "people")
    pace = f"{summary['seconds']:.1f} s, {summary['photos_per_second']} photos/s"
    console.print(f"[bold]{photos}[/] of {people} enrolled ({pace})")
    if trained := summary.get("classifier"):
        console.print(
            f"classifier of {output.counted(trained['people'], 'person', 'people')} trained in "
            f"{trained['seconds']:.1f} s: {trained['named']} of {trained['asked']} photos left out "
            f"named rightly, {trained['taken']} of {trained['strangers']} photos of strangers "
            "taken for somebody. It is used from the next start on."
        )
    for key, words in (
        ("already_enrolled", "enrolled before: nothing to do"),
        ("near_duplicates", "skipped: nearly the same as one enrolled before"),
        ("refused", "refused: the reasons are above"),
    ):
        if summary[key]:
            console.print(f"{output.counted(summary[key], 'photo', 'photos')} {words}")
