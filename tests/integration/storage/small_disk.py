"""Fills the disk that a data folder is on; run as a program by `test_trouble`."""

from __future__ import annotations

import sys
from pathlib import Path

from adsum.app.ports.photos import PhotoSummary
from adsum.errors import AdsumError
from tests.contract.samples import photo
from tests.integration.storage.work import data_folder, enrol, punch, say


def main(folder: Path) -> None:
    """Add photos, then punches, until there is no room; each time, look whether all is there."""
    ballast = folder / "ballast"
    with data_folder(folder) as store:
        ballast.write_bytes(b"x" * 100_000)
        list(enrol(store, people=1))
        with store.read() as records:
            [person] = records.people.page()
        answered = [f.id for f in _photos(folder, person.id)]
        try:
            for number in range(10_000):
                with store.write() as records:
                    records.photos.add(photo(f"f{number}", person.id, crop=b"x" * 20_000))
                answered.append(f"f{number}")
        except AdsumError as error:
            say(error.code)
        # Opened anew, as after the crash that often follows.
        found = [f.id for f in _photos(folder, person.id)]
        say("complete" if sorted(found) == sorted(answered) else f"{found} but {answered}")
        ballast.unlink()  # so that there is room for some punches, however large the tables are
        punched: list[str] = []
        try:
            for client_id in punch(store, "x", times=100_000):
                punched.append(client_id)
        except AdsumError as error:
            say(error.code)
    with data_folder(folder) as store, store.read() as records:
        lost = [i for i in punched if records.punches.by_client_id(i) is None]
        say("complete" if punched and not lost else f"{len(punched)} punches, lost: {lost}")


def _photos(folder: Path, person_id: str) -> list[PhotoSummary]:
    with data_folder(folder) as store, store.read() as records:
        return list(records.photos.of(person_id))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
