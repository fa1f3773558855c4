"""Settings from defaults, the file and the environment."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from adsum.config.load import load
from adsum.config.settings import BadSetting, Settings

BOUNDED = [f for f in fields(Settings) if f.metadata["low"] is not None]
NAMES = [f.name for f in fields(Settings) if f.name not in ("data", "cache")]


def from_file(folder: Path, content: str) -> Settings:
    (folder / "adsum.toml").write_text(content, "utf-8")
    return load({}, folder, "Europe/Berlin")


def test_without_file_and_environment_the_defaults_hold(tmp_path: Path) -> None:
    found = load({}, tmp_path, "Europe/Berlin")
    expected = Settings(data=tmp_path, cache=found.cache, zone="Europe/Berlin")
    assert found == expected
    assert (found.threshold, found.margin, found.quiet, found.port) == (0.0, 0.05, 60.0, 8000)


def test_reading_settings_makes_no_folder(tmp_path: Path) -> None:
    load({"ADSUM_CACHE": str(tmp_path / "cache")}, tmp_path / "data", "UTC")
    assert list(tmp_path.iterdir()) == []


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    (tmp_path / "adsum.toml").write_text('port = 1111\nplace = "gate"\nzone = "Asia/Tokyo"\n')
    found = load({"ADSUM_PORT": "2222"}, tmp_path, "Europe/Berlin")
    assert (found.port, found.place, found.zone, found.quiet) == (2222, "gate", "Asia/Tokyo", 60.0)


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_can_be_given_in_the_file_and_in_the_environment(
    tmp_path: Path, name: str
) -> None:
    default = getattr(Settings(), name)
    chosen = {"precision": "bf16", "place": "gate", "matcher": "nearest"}
    value = (chosen | {"trusted_proxies": "10.0.0.0/8, 127.0.0.1"}).get(name)
    if value is None:
        value = default + f"{name}x" if isinstance(default, str) else _another(name)
    written = f'"{value}"' if isinstance(value, str) else str(value).lower()
    assert getattr(from_file(tmp_path, f"{name} = {written}"), name) == value
    (tmp_path / "adsum.toml").unlink()
    found = load({f"ADSUM_{name.upper()}": str(value)}, tmp_path, "UTC")
    assert getattr(found, name) == value
    assert type(getattr(found, name)) is type(default)


def _another(name: str) -> object:
    usual = getattr(Settings(), name)
    if isinstance(usual, bool):
        return not usual
    [setting] = [f for f in BOUNDED if f.name == name]
    return type(setting.default)(setting.metadata["high"])


@pytest.mark.parametrize("setting", BOUNDED, ids=lambda f: f.name)
def test_every_number_has_bounds_that_are_allowed_and_nothing_beyond(setting: object) -> None:
    name, default = setting.name, setting.default  # type: ignore[attr-defined]
    low, high = setting.metadata["low"], setting.metadata["high"]  # type: ignore[attr-defined]
    step = 1 if isinstance(default, int) else 1e-9
    assert low <= default <= high
    for good in (low, high):
        assert getattr(replace(Settings(), **{name: good}), name) == good
    for bad in (low - step, high + step, float("nan"), float("inf"), float("-inf")):
        with pytest.raises(BadSetting, match=name):
            replace(Settings(), **{name: bad})


def test_every_number_is_bounded_and_every_setting_says_what_it_is_for() -> None:
    for setting in fields(Settings):
        assert setting.metadata["about"]
        if type(setting.default) in (int, float):
            assert setting in BOUNDED


@pytest.mark.parametrize("place", ["", "x" * 121])
def test_a_place_has_a_name_that_fits(place: str) -> None:
    with pytest.raises(BadSetting, match="place"):
        Settings(place=place)


@pytest.mark.parametrize("precision", ["", "F32", "f16", "int8"])
def test_an_unknown_precision_is_refused(precision: str) -> None:
    with pytest.raises(BadSetting, match="f32 and bf16"):
        Settings(precision=precision)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("treshold = 0.5", "treshold"),
        ('data = "/elsewhere"', "data"),
        ('cache = "/elsewhere"', "cache"),
        ("[server]\nport = 80", "server"),
        ('port = "eighty"', "not a number"),
        ("port = 80.5", "port is not a int"),
        ("port = true", "port is not a int"),
        ("quiet = true", "quiet is not a float"),
        ("quiet = [1]", "quiet is not a float"),
        ("place = 7", "place is not a str"),
        ("zone = 2026-03-02", "zone is not a str"),
        ("port = 65536", "65536"),
        ("quiet = nan", "nan"),
        ("port = ", "cannot be read"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(BadSetting, match=words) as caught:
        from_file(tmp_path, content)
    assert caught.value.code == "settings.invalid"
    assert "adsum.toml" in caught.value.what_to_do


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "adsum.toml").write_bytes(b"place = \xff\xfe")
    with pytest.raises(BadSetting, match=r"adsum\.toml cannot be read"):
        load({}, tmp_path, "UTC")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ADSUM_PORT", ""),
        ("ADSUM_PORT", "80.5"),
        ("ADSUM_PORT", "-1"),
        ("ADSUM_QUIET", "soon"),
        ("ADSUM_QUIET", "nan"),
        ("ADSUM_THRESHOLD", "0,5"),
        ("ADSUM_PRECISION", "f64"),
    ],
)
def test_a_mistake_in_the_environment_is_named(tmp_path: Path, variable: str, value: str) -> None:
    with pytest.raises(BadSetting, match=variable.removeprefix("ADSUM_").lower()):
        load({variable: value}, tmp_path, "UTC")


def test_a_whole_number_will_do_where_a_fraction_may_stand(tmp_path: Path) -> None:
    assert from_file(tmp_path, "quiet = 90").quiet == 90.0


def test_variables_of_other_programs_do_no_harm(tmp_path: Path) -> None:
    environment = {"PORT": "1", "ADSUM_NO_SKIPS": "1", "ADSUM_LAB_X": "y", "PATH": "/bin"}
    assert load(environment, tmp_path, "UTC").port == 8000


def test_the_variable_of_the_test_data_is_not_the_data_folder(tmp_path: Path) -> None:
    environment = {"ADSUM_DATA": str(tmp_path / "photos"), "ADSUM_HOME": str(tmp_path / "home")}
    assert load(environment, None, "UTC").data == tmp_path / "home"
    without = load({"ADSUM_DATA": str(tmp_path / "photos")}, None, "UTC")
    assert "photos" not in str(without.data)


def test_the_data_folder_given_wins_over_the_variable(tmp_path: Path) -> None:
    found = load({"ADSUM_HOME": str(tmp_path / "home")}, tmp_path / "given", "UTC")
    assert found.data == tmp_path / "given"


def test_folders_are_absolute_and_a_tilde_is_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    found = load({"ADSUM_CACHE": "~/cache"}, Path("records"), "UTC")
    assert found.data == tmp_path / "records"
    assert found.cache == tmp_path / "me" / "cache"


def test_the_file_is_looked_for_in_the_data_folder_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "adsum.toml").write_text("port = 1")
    assert load({}, tmp_path / "data", "UTC").port == 8000
