"""Group commit: what is answered is on disk, and one writer's failure is nobody else's."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import IntegrityError

from adsum.storage import group
from adsum.storage.engine import open_engine, writer
from adsum.storage.errors import StorageBusy, StorageUnavailable
from adsum.storage.group import GroupCommit


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(f"sqlite:///{tmp_path / 'group.db'}")
    with writer(opened).begin() as connection:
        connection.execute(text("CREATE TABLE numbers (n INTEGER PRIMARY KEY)"))
    yield opened
    opened.dispose()


@pytest.fixture
def commits(engine: Engine) -> list[object]:
    """One entry for each commit from now on."""
    seen: list[object] = []
    event.listen(engine, "commit", seen.append)
    return seen


def numbers(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT n FROM numbers ORDER BY n")).scalars())


def insert(
    group_commit: GroupCommit, number: int, then: Callable[[], object] | None = None
) -> None:
    with group_commit.transaction() as connection:
        connection.execute(text("INSERT INTO numbers VALUES (:n)"), {"n": number})
        if then is not None:
            then()


def side_by_side(group_commit: GroupCommit, *acts: Callable[[], object]) -> None:
    """Run the acts so that all but the first wait while the first one writes."""
    threads = [threading.Thread(target=act) for act in acts[1:]]

    def all_waiting() -> None:
        for number, thread in enumerate(threads, 1):
            thread.start()
            while group_commit._waiting < number:
                pass

    insert(group_commit, 0, all_waiting)
    acts[0]()
    for thread in threads:
        thread.join()


def test_those_who_wait_share_one_commit(engine: Engine, commits: list[object]) -> None:
    group_commit = GroupCommit(writer(engine))
    acts = [lambda n=n: insert(group_commit, n) for n in range(1, 9)]
    side_by_side(group_commit, lambda: None, *acts)
    assert numbers(engine) == list(range(9))
    assert len(commits) == 1


def test_a_lone_writer_commits_at_once(engine: Engine, commits: list[object]) -> None:
    group_commit = GroupCommit(writer(engine))
    for number in range(3):
        insert(group_commit, number)
        assert numbers(engine) == list(range(number + 1))
    assert len(commits) == 3


def test_a_failure_in_the_group_undoes_only_its_own(engine: Engine) -> None:
    group_commit = GroupCommit(writer(engine))
    caught: list[Exception] = []

    def broken(number: int) -> None:
        def stumble() -> None:
            raise KeyError(number)

        try:
            insert(group_commit, number, stumble)
        except KeyError as error:
            caught.append(error)

    acts: list[Callable[[], object]] = [
        (lambda n=n: broken(n) if n % 2 else insert(group_commit, n)) for n in range(1, 9)
    ]
    side_by_side(group_commit, lambda: None, *acts)
    assert numbers(engine) == [0, 2, 4, 6, 8]
    assert len(caught) == 4


def test_a_failing_first_writer_leaves_no_trace(engine: Engine) -> None:
    group_commit = GroupCommit(writer(engine))
    with pytest.raises(ZeroDivisionError):
        insert(group_commit, 1, lambda: 1 // 0)
    insert(group_commit, 2)
    assert numbers(engine) == [2]


def test_nobody_is_told_yes_when_the_database_undid_everything(engine: Engine) -> None:
    group_commit = GroupCommit(writer(engine))

    def undone() -> None:
        with pytest.raises(StorageUnavailable), group_commit.transaction() as connection:
            connection.exec_driver_sql("INSERT INTO numbers VALUES (7)")
            # What SQLite does by itself when the disk is full.
            connection.exec_driver_sql("ROLLBACK")

    undone()
    insert(group_commit, 1)
    assert numbers(engine) == [1]


def test_a_commit_that_fails_is_the_error_of_everybody_in_it(engine: Engine) -> None:
    with writer(engine).begin() as connection:
        connection.execute(
            text("CREATE TABLE debts (n REFERENCES numbers (n) DEFERRABLE INITIALLY DEFERRED)")
        )
    group_commit = GroupCommit(writer(engine))
    refused: list[str] = []

    def owe() -> None:
        with group_commit.transaction() as connection:
            connection.execute(text("INSERT INTO debts VALUES (99)"))

    def refusing(act: Callable[[], None]) -> None:
        try:
            act()
        except IntegrityError:
            refused.append("refused")

    waiting = threading.Thread(target=refusing, args=(owe,))

    def until_somebody_waits() -> None:
        waiting.start()
        while not group_commit._waiting:
            pass

    refusing(lambda: insert(group_commit, 0, until_somebody_waits))
    waiting.join()
    assert refused == ["refused", "refused"]
    assert numbers(engine) == []
    insert(group_commit, 1)
    assert numbers(engine) == [1]


def test_waiting_for_a_turn_ends(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group, "BUSY_SECONDS", 0.05)
    group_commit = GroupCommit(writer(engine))

    def again() -> None:
        with pytest.raises(StorageBusy):
            insert(group_commit, 2)

    insert(group_commit, 1, again)
    insert(group_commit, 3)
    assert numbers(engine) == [1, 3]


def test_many_threads_lose_nothing(engine: Engine, commits: list[object]) -> None:
    group_commit = GroupCommit(writer(engine))

    def work(first: int) -> None:
        for number in range(first, 400, 8):
            insert(group_commit, number)
            assert number in numbers(engine)

    threads = [threading.Thread(target=work, args=(first,)) for first in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers(engine) == list(range(400))
    assert len(commits) <= 400
