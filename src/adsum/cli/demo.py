"""`adsum demo`: the main job on sample photos, told as the day of a small company."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from adsum.cli import output
from adsum.cli.report import FileUnwritable, print_report, row_json

ENROLLED = (("Barack Obama", "obama.jpg"), ("Joe Biden", "biden.jpg"))
COLLINS = ("Eileen Collins", "astronaut.png")
# (photo, as a kiosk's camera would see it?, local time)
DAY = (
    ("obama2.jpg", False, "08:57"),
    ("biden.jpg", True, "09:02"),
    ("biden.jpg", True, "09:02"),
    ("biden.jpg", True, "16:31"),
    ("obama3.jpg", False, "17:03"),
)


def demo(
    context: typer.Context,
    output_folder: Annotated[
        Path, typer.Option("--output", help="Where the annotated picture is saved.")
    ] = Path("demo-output"),
) -> None:
    """Enrol, recognise, punch and report on sample photos, in a data folder that is thrown away."""
    import tempfile
    from dataclasses import replace

    from adsum.cli.session import Application, all_processors, settings

    own = settings(context)
    with tempfile.TemporaryDirectory(prefix="adsum-demo-") as folder:
        adsum = Application(
            replace(own, data=Path(folder), database_url=""), threads=all_processors()
        )
        _Story(adsum, adsum.samples()).tell(output_folder)
        adsum.store.close()


class _Story:
    """The demo's steps; `adsum` is an `adsum.main.Application`."""

    def __init__(self, adsum: Any, photos: dict[str, Path]) -> None:
        self._adsum = adsum
        self._photos = photos
        self._say = output.out().print
        self._seen: list[tuple[Any, Any]] = []

    def tell(self, folder: Path) -> None:
        self._say("[bold]1. Enrol two people, one photo each[/]")
        for name, photo in ENROLLED:
            self._enrol(name, photo)
        self._say("\n[bold]2. Somebody walks up who is not enrolled[/]")
        self._identify(COLLINS[1])
        self._say("\n[bold]3. She joins the company[/]")
        self._enrol(*COLLINS)
        self._say("\n[bold]4. Photos never seen before, one with half the face missing[/]")
        for photo in ("obama2.jpg", "obama3.jpg", "obama_partial_face.jpg"):
            self._identify(photo)
        self._identify(COLLINS[1], as_kiosk=True)
        self._say("\n[bold]5. A day at the door[/]")
        for photo, as_kiosk, at in DAY:
            self._punch(photo, as_kiosk, at)
        self._say("\n[bold]6. The day's attendance[/]")
        self._report()
        self._say("\n[bold]7. Joe Biden leaves and asks to be forgotten[/]")
        self._forget("Joe Biden")
        self._identify("biden.jpg", as_kiosk=True)
        self._save(folder)

    def _enrol(self, name: str, photo: str) -> None:
        requests = self._adsum.enrol_requests([self._photos[photo]], name)
        for outcome in self._adsum.enrol.execute(requests):
            if outcome.error is not None:
                raise outcome.error
            self._say(f"   {name:<16} {photo:<14} quality {outcome.quality:.2f}")

    def _image(self, photo: str, as_kiosk: bool) -> Any:
        image = self._adsum.decoder.decode(self._photos[photo].read_bytes())
        return kiosk_view(image) if as_kiosk else image

    def _identify(self, photo: str, *, as_kiosk: bool = False) -> Any:
        image = self._image(photo, as_kiosk)
        faces = self._adsum.identify.in_image(image)
        self._seen.append((image, faces))
        who = ", ".join(
            f"[green]{face.person.name}[/]" if face.person else "[yellow]unknown[/]"
            for face in faces
        )
        note = " (mirrored, darker, smaller)" if as_kiosk else ""
        self._say(f"   {photo}{note}: {who}")
        return faces

    def _punch(self, photo: str, as_kiosk: bool, at: str) -> None:
        when = self._local(at)
        for face in self._adsum.identify.in_image(self._image(photo, as_kiosk)):
            sighting = face.sighting(when, "front door")
            if sighting is None:
                self._say(f"   {at}  [yellow]unknown[/]")
                continue
            result = self._adsum.punch.execute(sighting)
            note = "" if result.recorded else "  seen again within the quiet time: not doubled"
            self._say(f"   {at}  {face.person.name:<16} {result.direction}{note}")

    def _local(self, at: str) -> datetime:
        """Return yesterday's `at` (HH:MM) on the company's wall clock: no punch is in the
        future."""
        from adsum.domain.instants import zone

        hour, minute = at.split(":")
        day = self._adsum.report.today() - timedelta(days=1)
        clock = zone(self._adsum.settings.zone)
        return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=clock)

    def _report(self) -> None:
        day = self._adsum.report.today() - timedelta(days=1)
        rows = [row_json(row) for row in self._adsum.report.execute(day, day)]
        print_report({"date": day.isoformat(), "rows": rows})

    def _forget(self, name: str) -> None:
        receipt = self._adsum.forget.execute(self._adsum.person(name).id)
        self._say(
            f"   {receipt.photos} photo and {receipt.templates} template destroyed, "
            f"{receipt.punches} punches kept under a pseudonym; receipt {receipt.receipt[:8]}"
        )

    def _save(self, folder: Path) -> None:
        from adsum.main import illustrate

        target = folder / "recognised.jpg"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            target.write_bytes(illustrate(self._seen))
        except OSError as error:
            raise FileUnwritable(f"{target} cannot be written: {error.strerror}") from error
        self._say(f"\nAnnotated picture: {target}")


def kiosk_view(image: Any) -> Any:
    """Return `image` as another camera might have taken it: mirrored, darker, half the size."""
    import cv2
    import numpy as np

    small = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray((small[:, ::-1] * 0.7).astype(np.uint8))
