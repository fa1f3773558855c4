"""What another process does on a data folder; also run as a program.

Usage: python -m tests.integration.storage.work FOLDER ACTION [ARGUMENT]; it says "ready", waits for
a line, and prints one line after each act that was acknowledged.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from adsum.app.enrol import Enrol, EnrolRequest, EnrolTools
from adsum.app.punch import PunchSighting
from adsum.domain.policy import Policy
from adsum.domain.sighting import Sighting
from adsum.errors import AdsumError
from adsum.storage.engine import open_engine
from adsum.storage.schema import bring_up_to_date
from adsum.storage.store import SqlStore
from adsum.storage.vault import Vault, load_key
from adsum.system.clock import SystemClock
from tests.data import REPOSITORY
from tests.fakes import stages
from tests.fakes.company import company


@contextmanager
def data_folder(folder: Path) -> Iterator[SqlStore]:
    """Open the store of a data folder."""
    key = load_key(folder / "adsum.key")
    engine = open_engine(f"sqlite:///{folder / 'adsum.db'}")
    try:
        bring_up_to_date(engine)
        yield SqlStore(engine, Vault(key))
    finally:
        engine.dispose()


def enrol(store: SqlStore, *, people: int, photos: int = 2) -> Iterator[str]:
    """Enrol Person 1, Person 2, ..., the same ones in every process."""
    requests = [
        EnrolRequest(f"Person {person}", "photo", lambda p=person, n=number: stages.shot(p, n))
        for person in range(1, people + 1)
        for number in range(photos)
    ]
    tools = EnrolTools(stages.pipeline(), stages.decoder(), stages.encoder())
    for outcome in Enrol(store, SystemClock(), tools).execute(requests):
        yield f"{outcome.name} {outcome.status}"


def punch(store: SqlStore, client: str, *, times: int) -> Iterator[str]:
    """Punch the first person without a quiet time; yield each client id once it is answered."""
    with store.read() as records:
        [person, *_] = records.people.page()
    no_quiet = Policy(quiet=timedelta(0))
    rules = company(store, SystemClock(), policy=no_quiet)
    use_case = PunchSighting(store, SystemClock(), rules)
    for number in range(times):
        client_id = f"{client}-{number}"
        sighting = Sighting(person.id, SystemClock().now(), "main", 0.9)
        if use_case.execute(sighting, client_id=client_id).recorded:
            yield client_id


def start(folder: Path, action: str, argument: str = "") -> subprocess.Popen[str]:
    """Start this module as a program and wait until it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, str(folder), action, argument],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
        env={"PYTHONPATH": f"{REPOSITORY / 'src'}:{REPOSITORY}"},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    """Let a started process begin."""
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def main(folder: Path, action: str, argument: str) -> None:
    say("ready")
    sys.stdin.readline()
    try:
        with data_folder(folder) as store:
            if action == "enrol":
                acts = enrol(store, people=int(argument))
            else:
                acts = punch(store, argument, times=1_000_000 if action == "endless" else 40)
            for act in acts:
                say(act)
    except AdsumError as error:
        say(error.code)


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
