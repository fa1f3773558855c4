"""Pictures as they come: every bad one gets its own clear error, the others go through."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.e2e import pictures
from tests.e2e.conftest import ALEX, LIN
from tests.e2e.harness import Terminal, assert_one_error

# What `pictures.write_all` put into bad/, and a path that does not exist.
CODES = {
    "absent.jpg": "file.missing",
    "cut.jpg": "image.truncated",
    "nothing.jpg": "image.empty",
    "phone.heic": "image.unsupported",
    "sky.png": "face.none",
    "vast.png": "image.too_large",
    "words.jpg": "image.not_an_image",
}


def test_identify_answers_every_bad_picture_with_its_code_and_the_good_ones_with_faces(
    photos: Path, office: Terminal
) -> None:
    bad = [photos / "bad" / name for name in sorted(CODES)]
    answer = office("identify", bad[0], photos / "good/plain.png", *bad[1:], "--json")
    assert answer.code == 1 and answer.err == ""
    found = {Path(picture["image"]).name: picture for picture in answer.json}
    assert [face["person"] for face in found.pop("plain.png")["faces"]] == [ALEX]
    assert {name: picture["error"]["code"] for name, picture in found.items()} == CODES
    for picture in found.values():
        assert picture["faces"] == []
        assert list(picture["error"]) == ["code", "message", "remedy"]
        assert all(len(words) > 10 for words in list(picture["error"].values())[1:])
    assert "30000 x 30000" in found["vast.png"]["error"]["message"]
    assert "HEIC" in found["phone.heic"]["error"]["message"]


def test_enrol_refuses_the_bad_ones_of_a_folder_and_enrols_the_rest(
    photos: Path, adsum: Terminal
) -> None:
    shutil.copytree(photos / "bad", adsum.folder / "staff")
    shutil.copy(photos / "people" / f"{ALEX}.png", adsum.folder / "staff")
    answer = adsum("enrol", "staff")
    assert answer.code == 1
    errors = [line for line in answer.err.splitlines() if line.startswith("error: staff/")]
    expected = {**CODES, "sky.png": "photo.no_face"}
    del expected["absent.jpg"]
    assert sorted(line.rpartition("(")[2] for line in errors) == sorted(
        f"{code})" for code in expected.values()
    )
    assert "1 photo of 1 person enrolled" in answer.out and "6 photos refused" in answer.out
    assert adsum.people() == {ALEX: 1}


def test_rotated_cmyk_deep_and_transparent_pictures_are_read_as_a_person_sees_them(
    photos: Path, office: Terminal
) -> None:
    answer = office("identify", photos / "good", "--json")
    assert answer.code == 0 and answer.err == ""
    faces = {}
    for picture in answer.json:
        [faces[Path(picture["image"]).name]] = picture["faces"]
    assert len(faces) == 7
    assert {name: face["person"] for name, face in faces.items()} == dict.fromkeys(faces, ALEX)
    # Upright pixels: wherever the file keeps its rows, the box is where the plain picture has it.
    upright = faces["plain.png"]["box"]
    for face in faces.values():
        assert face["box"] == pytest.approx(upright, abs=8)


def test_a_photo_of_forty_people_is_identified_whole_and_not_enrolled(
    lfw: Path, office: Terminal, adsum: Terminal
) -> None:
    crowd = adsum.folder / "crowd.jpg"
    pictures.crowd(lfw, crowd, 8, 5)
    [picture] = office("identify", crowd, "--json").json
    middles = {(x + w // 2) // 250 + 8 * ((y + h // 2) // 250) for x, y, w, h in boxes(picture)}
    # Some of the tiles show bystanders as well; every one has its own person.
    assert len(middles) >= 38
    refused = adsum("enrol", crowd, "--name", "Everybody")
    assert_one_error(refused, "photo.several_faces", "crowd.jpg")


def boxes(picture: dict[str, list[dict[str, list[int]]]]) -> list[list[int]]:
    return [face["box"] for face in picture["faces"]]


def test_a_punch_needs_a_picture_with_a_face(photos: Path, office: Terminal) -> None:
    assert_one_error(office("punch", photos / "bad/sky.png"), "face.none")
    missing = office("punch", "nowhere.jpg", "--json")
    assert missing.code == 1
    assert missing.json["error"]["code"] == "file.missing"


def test_pipes_devices_endless_and_overlong_paths_are_errors_and_not_a_hang(
    photos: Path, office: Terminal, adsum: Terminal
) -> None:
    os.mkfifo(adsum.folder / "pipe")
    odd = ["pipe", "/dev/zero", "x" * 5000, "folder\x1b[31m/red\n.jpg"]
    there = Terminal(office.home, adsum.folder, adsum.environment)
    answer = there("identify", *odd, photos / "good/plain.png", "--json")
    assert answer.code == 1
    codes = [picture["error"] and picture["error"]["code"] for picture in answer.json]
    assert codes[:2] == ["file.unreadable"] * 2
    assert set(codes[2:4]) <= {"file.unreadable", "file.missing"}
    assert codes[4] is None
    printed = there("identify", *odd)
    assert "\x1b" not in printed.said and "\\x1b[31m" in printed.err


def test_names_of_files_that_are_no_text_are_printed_and_kept_in_json(
    photos: Path, office: Terminal, adsum: Terminal
) -> None:
    name = os.fsencode(adsum.folder) + b"/caf\xe9 [red].png"
    shutil.copy(os.fsencode(photos / "good" / "plain.png"), name)
    [picture] = office("identify", adsum.folder, "--json").json
    assert os.fsencode(picture["image"]) == name
    poor = office.having(PYTHONIOENCODING="ascii")
    assert "[red].png" in poor("identify", adsum.folder).out


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "=1+1", "bell\a", "\x1b[2J", "x" * 1000, " ", "a/b", "\u202etxt"]
)
def test_a_name_that_is_a_path_a_formula_or_a_command_is_one_error(
    photos: Path, adsum: Terminal, name: str
) -> None:
    answer = adsum("enrol", photos / "people", "--name", name)
    assert_one_error(answer, "person.invalid_name")
    assert not set("\a\x1b\u202e") & set(answer.said)
    assert not adsum.home.exists()


def test_a_folder_with_an_unusable_name_is_refused_and_its_neighbours_are_enrolled(
    photos: Path, adsum: Terminal
) -> None:
    for name, photo in (("=1+1", ALEX), ("Lin", LIN)):
        (adsum.folder / "staff" / name).mkdir(parents=True)
        shutil.copy(photos / "people" / f"{photo}.png", adsum.folder / "staff" / name)
    answer = adsum("enrol", "staff")
    assert_one_error(answer, "person.invalid_name", "=1+1")
    assert adsum.people() == {"Lin": 1}


def test_a_folder_that_may_not_be_opened_does_not_stop_the_others(
    photos: Path, adsum: Terminal
) -> None:
    shutil.copytree(photos / "people", adsum.folder / "staff", dirs_exist_ok=True)
    closed = adsum.folder / "staff" / "closed"
    closed.mkdir(mode=0o000)
    answer = adsum.without_privileges()("enrol", "staff", "--json")
    closed.chmod(0o700)
    statuses = {
        Path(p["photo"]).name: p["error"] and p["error"]["code"] for p in answer.json["photos"]
    }
    assert statuses["closed"] == "file.unreadable"
    assert adsum.people() == {ALEX: 1, LIN: 1}
