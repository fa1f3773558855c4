"""The server: starts, says where, answers, refuses a taken port, stops when told."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from tests.e2e.harness import PATIENCE, Terminal, assert_one_error


@contextmanager
def serving(adsum: Terminal) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """Yield a running server, what it has printed, and its address."""
    server = adsum.start("serve", "--port", "0")
    printed = ""
    try:
        assert server.stderr is not None
        for line in server.stderr:
            printed += line
            address = re.search(r"http://127\.0\.0\.1:\d+", line)
            if address:
                yield server, printed, address[0]
                return
        pytest.fail(f"the server ended early: {printed}")
    finally:
        server.kill()
        server.communicate()


def health(address: str) -> dict[str, object]:
    with urllib.request.urlopen(f"{address}/api/v1/health", timeout=PATIENCE) as answer:
        assert answer.status == 200
        found: dict[str, object] = json.load(answer)
    return found


def test_the_server_says_where_it_is_answers_and_keeps_its_port(own_office: Terminal) -> None:
    with serving(own_office) as (server, printed, address):
        assert re.search(r"[Tt]oken.*: \S{20,}$", printed, re.MULTILINE)
        assert str(own_office.home) in printed
        assert health(address)["status"] == "ready"
        port = address.rpartition(":")[2]
        second = own_office("serve", "--port", port)
        assert_one_error(second, "server.port_taken", port)
        assert server.poll() is None


@pytest.mark.parametrize("switch", ["true", "false"])
def test_the_server_proposes_what_was_forgotten_by_itself_unless_switched_off(
    own_office: Terminal, switch: str
) -> None:
    came = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=3)
    words = ("--at", came.isoformat(), "--direction", "in", "--reason", "no device")
    name = next(iter(own_office.people()))
    assert own_office("punches", "add", name, *words).code == 0
    with serving(own_office.having(ADSUM_PROPOSE_FORGOTTEN=switch)):
        found: list[dict[str, str]] = []
        for _ in range(10 if switch == "true" else 2):
            found = own_office("corrections", "list", "--json").json
            if found:
                break
            time.sleep(1)
    authors = [(one["author"], one["approval"]) for one in found]
    assert authors == ([("adsum", "pending")] if switch == "true" else [])


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_server_finishes_its_work_when_told_to_stop(
    own_office: Terminal, how: signal.Signals
) -> None:
    with serving(own_office) as (server, _, address):
        health(address)
        server.send_signal(how)
        out, err = server.communicate(timeout=PATIENCE)
        assert server.returncode == 0
        assert out == "" and err.rstrip().endswith("stopped")


def test_an_address_that_is_not_ours_is_one_error(own_office: Terminal) -> None:
    answer = own_office("serve", "--host", "192.0.2.1", "--port", "0")
    assert answer.code == 1 and "192.0.2.1" in answer.err and answer.err.count("error: ") == 1
