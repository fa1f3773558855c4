"""The list of pairs, well and badly formed, and the files it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from adsum.evaluation.pairs import (
    MalformedPairs,
    MissingPhotos,
    Pair,
    Photo,
    find_photos,
    parse_pairs,
    read_pairs,
)

TWO_FOLDS = "2\t1\nAnn\t1\t4\nAnn\t2\tBob\t1\nBob\t1\t3\nBob\t2\tCyd\t12\n"


def test_a_list_of_two_folds_is_read_in_order() -> None:
    assert parse_pairs(TWO_FOLDS) == [
        Pair(Photo("Ann", 1), Photo("Ann", 4), 0),
        Pair(Photo("Ann", 2), Photo("Bob", 1), 0),
        Pair(Photo("Bob", 1), Photo("Bob", 3), 1),
        Pair(Photo("Bob", 2), Photo("Cyd", 12), 1),
    ]
    assert [pair.same for pair in parse_pairs(TWO_FOLDS)] == [True, False, True, False]


def test_a_single_number_in_the_first_line_is_one_fold_as_in_lfws_development_lists() -> None:
    pairs = parse_pairs("1\nAnn\t1\t4\nAnn\t2\tBob\t1\n")
    assert [pair.fold for pair in pairs] == [0, 0]


@pytest.mark.parametrize("text", [TWO_FOLDS.replace("\t", " "), TWO_FOLDS.replace("\n", "\r\n")])
def test_blanks_for_tabs_and_windows_line_ends_are_read_alike(text: str) -> None:
    assert parse_pairs(text) == parse_pairs(TWO_FOLDS)


def test_a_name_with_blanks_is_read_between_tabs() -> None:
    assert parse_pairs("1\t1\nAnn Lee\t1\t2\nAnn Lee\t1\tBob\t1")[0].first.person == "Ann Lee"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("2\t1\n", "two\t1\n", 1),
        ("2\t1\n", "2\t1\t7\n", 1),
        ("2\t1\n", "0\t1\n", 1),
        ("Ann\t1\t4", "Ann\t1", 2),
        ("Ann\t1\t4", "Ann\t1\tBob\t4", 2),
        ("Ann\t1\t4", "Ann\t1\tfour", 2),
        ("Ann\t1\t4", "Ann\t0\t4", 2),
        ("Ann\t1\t4", "Ann\t-1\t4", 2),
        ("Ann\t1\t4", "Ann\t1\t\u0664", 2),
        ("Ann\t2\tBob\t1", "Ann\t2\t1", 3),
        ("Ann\t2\tBob\t1", "Ann\t2\tAnn\t1", 3),
        ("Bob\t1\t3", "../Bob\t1\t3", 4),
        ("Bob\t2\tCyd\t12", "Bob\t2\t\t12", 5),
    ],
)
def test_a_malformed_line_is_named_by_its_number(old: str, new: str, line: int) -> None:
    with pytest.raises(MalformedPairs, match=f"^line {line}:") as caught:
        parse_pairs(TWO_FOLDS.replace(old, new))
    assert caught.value.code == "evaluation.malformed_pairs"
    assert "Name i j" in caught.value.what_to_do


@pytest.mark.parametrize("text", ["", "2\t1\n", TWO_FOLDS + "Ann\t1\t2\n", TWO_FOLDS[:-12]])
def test_a_list_of_the_wrong_length_is_refused(text: str) -> None:
    with pytest.raises(MalformedPairs):
        parse_pairs(text)


def test_a_list_that_is_not_there_is_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(MissingPhotos, match="No such file") as caught:
        read_pairs(tmp_path / "pairs.txt")
    assert caught.value.what_to_do == "Check --pairs."


def test_a_list_that_is_no_text_is_a_named_error(tmp_path: Path) -> None:
    path = tmp_path / "pairs.txt"
    path.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(MalformedPairs, match="not a text file"):
        read_pairs(path)


def test_photos_are_found_as_jpg_jpeg_png_and_behind_symbolic_links(tmp_path: Path) -> None:
    for name in ("Ann/Ann_0001.jpg", "Ann/Ann_0004.jpeg", "Ann/Ann_0002.png", "elsewhere.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "Bob").mkdir()
    (tmp_path / "Bob" / "Bob_0001.jpg").symlink_to(tmp_path / "elsewhere.jpg")
    pairs = parse_pairs("1\t1\nAnn\t1\t4\nAnn\t2\tBob\t1\n")
    assert {photo.stem: path.name for photo, path in find_photos(tmp_path, pairs).items()} == {
        "Ann/Ann_0001": "Ann_0001.jpg",
        "Ann/Ann_0004": "Ann_0004.jpeg",
        "Ann/Ann_0002": "Ann_0002.png",
        "Bob/Bob_0001": "Bob_0001.jpg",
    }


def test_missing_photos_are_counted_and_the_first_ones_named(tmp_path: Path) -> None:
    lines = [f"Ann\t{i}\t{i + 10}" for i in range(1, 9)] + ["Ann\t1\tBob\t1"] * 8
    pairs = parse_pairs("\n".join(["1\t8", *lines]))
    (tmp_path / "Bob").mkdir()
    (tmp_path / "Bob" / "Bob_0001.jpg").symlink_to(tmp_path / "nowhere.jpg")
    with pytest.raises(MissingPhotos) as caught:
        find_photos(tmp_path, pairs)
    assert caught.value.message.startswith("17 of 17 photos")
    assert "Ann/Ann_0001.jpg" in caught.value.message
    assert caught.value.message.endswith("and 12 more")


def test_the_standard_list_has_five_balanced_folds_of_people_that_do_not_overlap(
    data: Path,
) -> None:
    pairs = read_pairs(data / "lfw-dev" / "pairs.txt")
    assert len(pairs) == 3000
    people: list[set[str]] = []
    for fold in range(5):
        inside = [pair for pair in pairs if pair.fold == fold]
        assert sum(pair.same for pair in inside) == 300 == len(inside) - 300
        people.append({photo.person for pair in inside for photo in (pair.first, pair.second)})
    assert all(not people[i] & people[j] for i in range(5) for j in range(i))
