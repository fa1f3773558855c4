"""`adsum watch`: live video from the terminal."""

from __future__ import annotations

import json as json_
import sys
import threading
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from adsum.cli import output
from adsum.errors import InvalidInput

_COLOURS = {
    "recognised": "green",
    "punched": "bold green",
    "unknown": "yellow",
    "lost": "red",
    "refused": "red",
    "failed": "red",
}


class SeveralFilms(InvalidInput):
    """One film cannot show several sources."""

    code = "watch.several_sources"
    remedy = "Watch one source when you save a film."


def watch(
    context: typer.Context,
    sources: Annotated[
        list[str],
        typer.Argument(help="Webcam number, rtsp:// or http:// address, file or folder."),
    ],
    punch: Annotated[
        bool, typer.Option("--punch", help="Clock the people who are recognised.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
    save: Annotated[
        Path | None, typer.Option(help="Write an MP4 with boxes, names and scores.")
    ] = None,
    show: Annotated[bool, typer.Option("--show", help="Show it in a window.")] = False,
) -> None:
    """Watch cameras, streams, files or folders, and say who is seen. Ends with the last source, or
    with Ctrl-C.

    Nobody is clocked and no unknown face is kept unless --punch is given; cameras that the server
    is to watch are set up with: adsum camera add
    """
    if save is not None and len(sources) > 1:
        raise SeveralFilms("a film shows one source")
    from adsum.cli.session import application
    from adsum.main.watching import WatchSession

    with ExitStack() as stack:
        session = WatchSession(application(context), punch=punch, paced=show)
        if save is not None:
            stack.callback(session.film(save).close)
        window = session.window("Adsum") if show else None
        printer = _Printer(as_json=json)
        session.listen(printer)
        try:
            session.start(sources)
            session.run(window)
        except KeyboardInterrupt:
            pass  # how a watch is ended, not a failure
        finally:
            session.stop()
        if session.failure is not None:
            raise session.failure
        printer.sum_up(session.figures())


class _Printer:
    """Prints events as they come, from whatever thread."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._lock = threading.Lock()
        self._people: set[str] = set()
        self._punches = 0

    def __call__(self, event: Any) -> None:
        document = event.plain()
        with self._lock:
            if event.kind.value == "recognised":
                self._people.add(event.name)
            self._punches += event.kind.value == "punched" and bool(event.recorded)
            if self._as_json:
                sys.stdout.write(json_.dumps(document) + "\n")
                sys.stdout.flush()
            elif event.kind.value not in ("appeared", "left"):
                output.out().print(_sentence(document), soft_wrap=True)

    def sum_up(self, figures: list[Any]) -> None:
        """Say how it went, on stderr."""
        say = output.err().print
        for one in figures:
            say(
                f"{output.plain(one.name)}: {one.received:,} frames, {one.looked:,} looked at "
                f"({one.still:,} without movement), {one.skipped:,} skipped, "
                f"{one.embedded:,} faces recognised on, {one.cpu:.1f} s of processor time",
                soft_wrap=True,
            )
        say(
            f"{output.counted(len(self._people), 'person', 'people')} seen, "
            f"{output.counted(self._punches, 'punch', 'punches')} recorded"
        )


def _sentence(event: dict[str, Any]) -> str:
    kind, at = event["event"], datetime.fromisoformat(event["at"]).astimezone()
    colour = _COLOURS.get(kind, "dim")
    said = f"{at:%H:%M:%S}  {output.plain(event['camera'])}  [{colour}]{kind}[/]"
    if "name" in event:
        said += f" [bold]{output.plain(event['name'])}[/]"
    if "score" in event:
        said += f" ({event['score']:.2f})"
    if "direction" in event:
        said += f" {event['direction']}"
    if event.get("recorded") is False:
        said += " (clocked before)"
    if "reason" in event:
        said += f": {output.plain(event['reason'])} ({event['code']})"
    return said
