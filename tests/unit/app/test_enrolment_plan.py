"""Who is on which photo of an archive."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from adsum.app.enrolment_plan import NothingToEnrol, plan
from adsum.app.ports.archives import Member
from adsum.cameras.archive import BadMember
from adsum.exports.reading import read_table


@dataclass
class FakeArchive:
    files: dict[str, bytes]
    broken: set[str] = field(default_factory=set)

    @property
    def members(self) -> list[Member]:
        return [
            Member(path, len(content), BadMember("it is a link") if path in self.broken else None)
            for path, content in sorted(self.files.items())
        ]

    def read(self, path: str) -> bytes:
        return self.files[path]


def rows(*paths: str, table: str = "", broken: str = "") -> list[tuple[str, str, str]]:
    """Return (name, path, code of the error) of each planned photo."""
    files = dict.fromkeys(paths, b"") | ({"people.csv": table.encode()} if table else {})
    planned = plan(FakeArchive(files, {broken}), read_table)
    assert [one.number for one in planned] == list(range(1, len(planned) + 1))
    return [(one.name, one.path, one.error.code if one.error else "") for one in planned]


def test_folders_name_people_and_a_photo_at_the_top_its_file_name() -> None:
    assert rows("Ada/1.jpg", "Ada/deep/2.png", "Bob Lee.jpg") == [
        ("Ada", "Ada/1.jpg", ""),
        ("Ada", "Ada/deep/2.png", ""),
        ("Bob Lee", "Bob Lee.jpg", ""),
    ]


def test_one_folder_around_everything_names_nobody() -> None:
    assert rows("staff/Ada/1.jpg", "staff/Bob/2.jpg") == [
        ("Ada", "staff/Ada/1.jpg", ""),
        ("Bob", "staff/Bob/2.jpg", ""),
    ]


def test_a_file_that_cannot_be_enrolled_has_its_reason() -> None:
    found = rows("Ada/1.jpg", "Ada/notes.txt", "Bob/2.jpg", broken="Bob/2.jpg")
    assert [code for _, _, code in found] == ["", "archive.row_refused", "archive.bad_member"]


@pytest.mark.parametrize("cell", ["=1+1", "+49", "-x", "@SUM(A1)"])
def test_a_cell_that_is_a_formula_is_refused(cell: str) -> None:
    table = f'name;photo\n"{cell}";1.jpg\nAda;1.jpg\n'
    assert [code for *_, code in rows("1.jpg", table=table)] == ["archive.formula_cell", ""]


def test_a_table_says_who_is_on_which_photo_in_either_language() -> None:
    table = "姓名,照片\n王芳,a/1.jpg\n\n李雷,./b\\2.jpg\n无名,none.jpg\n"
    assert rows("a/1.jpg", "b/2.jpg", table=table) == [
        ("王芳", "a/1.jpg", ""),
        ("李雷", "b/2.jpg", ""),
        ("无名", "none.jpg", "archive.row_refused"),
    ]


def test_an_archive_without_photos_or_a_table_without_its_columns_is_refused() -> None:
    for given in ({"table": "a;b\n1;2\n"}, {}):
        with pytest.raises(NothingToEnrol):
            rows(**given)
