"""Running the real command the way a terminal does, and reading what it says."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.data import REPOSITORY

SOURCE = REPOSITORY / "src"
ZONE = "Europe/Berlin"
PATIENCE = 120.0
# Without these, root obeys the permissions of files as everybody else does.
NO_PRIVILEGES = "--bounding-set=-dac_override,-dac_read_search,-fowner"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one run of the command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout; fails if there is anything else."""
        return json.loads(self.out)

    @property
    def said(self) -> str:
        """Everything that a person sees."""
        return self.out + self.err


@dataclass(frozen=True, slots=True)
class Terminal:
    """The command on one data folder, in a working folder of its own.

    environment: variables on top of a clean environment without any `ADSUM_*`.
    prefix: what stands before the command, such as `setpriv`.
    """

    home: Path
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    prefix: tuple[str, ...] = ()

    def __call__(self, *arguments: str | Path, typed: str = "") -> Answer:
        """Run the command to its end; `typed` is what the user types."""
        done = subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env=self.variables(),
            input=typed.encode(),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        answer = Answer(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in answer.said, answer.said
        return answer

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        """Start the command and return at once."""
        return subprocess.Popen(
            self.command(*arguments),
            cwd=self.folder,
            env=self.variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def command(self, *arguments: str | Path) -> list[str]:
        words = [sys.executable, "-m", "adsum", "--data", str(self.home)]
        return [*self.prefix, *words, *map(str, arguments)]

    def variables(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("ADSUM_", "PYTHON"))}
        path = os.pathsep.join([*filter(None, [self.environment.get("PYTHONPATH")]), str(SOURCE)])
        zone = {"ADSUM_ZONE": ZONE, "PYTHONIOENCODING": "utf-8"}
        return kept | zone | dict(self.environment) | {"PYTHONPATH": path}

    def without_privileges(self) -> Terminal:
        """The same for a user who is not above the permissions of files."""
        if os.geteuid() != 0:
            return self
        setpriv = shutil.which("setpriv")
        assert setpriv is not None, "setpriv (util-linux) is needed to test as root"
        return Terminal(self.home, self.folder, self.environment, (setpriv, NO_PRIVILEGES))

    def having(self, **environment: str) -> Terminal:
        """The same with more environment variables."""
        return Terminal(self.home, self.folder, {**self.environment, **environment}, self.prefix)

    def at(self, home: Path) -> Terminal:
        """The same on another data folder."""
        return Terminal(home, self.folder, self.environment, self.prefix)

    def people(self) -> dict[str, int]:
        """Return the number of photos per person, as the command lists them."""
        return {row["name"]: row["photos"] for row in self("people", "list", "--json").json}


def photos_on_disk(home: Path) -> int:
    """Count the enrolled photos in the database, past the program; 0 while there is none."""
    try:
        with closing(sqlite3.connect(f"file:{home / 'adsum.db'}?mode=ro", uri=True)) as database:
            return int(database.execute("SELECT count(*) FROM photos").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def assert_one_error(answer: Answer, code: str, *words: str) -> None:
    """Check that the answer is exactly one error: its code, these words and a remedy."""
    assert answer.code == 1, answer.said
    lines = answer.err.splitlines()
    errors = [line for line in lines if line.startswith("error: ")]
    assert len(errors) == 1, answer.said
    assert errors[0].endswith(f"({code})"), errors[0]
    assert all(word in errors[0] for word in words), errors[0]
    remedy = lines[lines.index(errors[0]) + 1]
    assert remedy.startswith("       ") and len(remedy.strip()) > 10, answer.said
