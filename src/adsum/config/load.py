"""Reading settings: defaults, then `adsum.toml` in the data folder, then the environment."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path, user_data_path

from adsum.config.settings import BadSetting, Settings

FILE = "adsum.toml"
PREFIX = "ADSUM_"
# `data` and `cache` have variables of their own; ADSUM_DATA names the test data of developers.
HOME, CACHE = "ADSUM_HOME", "ADSUM_CACHE"
_PLACES = ("data", "cache")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def load(environment: Mapping[str, str], data: Path | None, zone: str) -> Settings:
    """Return the settings for the data folder `data` (None: `ADSUM_HOME` or the user's own).

    The environment wins over the file, the file over the defaults; `zone` is the machine's.

    Raises:
        BadSetting: an unknown name, a value of the wrong type or out of bounds, a damaged file.
    """
    folder = data or Path(environment.get(HOME) or user_data_path("adsum"))
    folder = folder.expanduser().absolute()
    values: dict[str, Any] = {"zone": zone}
    values |= _from_file(folder / FILE)
    values |= _from_environment(environment)
    cache = Path(environment.get(CACHE) or user_cache_path("adsum")).expanduser().absolute()
    return Settings(data=folder, cache=cache, **values)


def _kinds() -> dict[str, type]:
    """Return the type of each setting that a file or variable may give, from its default."""
    return {f.name: type(f.default) for f in fields(Settings) if f.name not in _PLACES}


def _from_file(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise BadSetting(f"{path} cannot be read: {error}") from error
    return {name: _typed(name, value, str(path)) for name, value in content.items()}


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    names = {f"{PREFIX}{name.upper()}": name for name in _kinds()}
    return {
        names[variable]: _typed(names[variable], value, variable)
        for variable, value in environment.items()
        if variable in names
    }


def _typed(name: str, value: Any, source: str) -> Any:
    kind = _kinds().get(name)
    if kind is None:
        raise BadSetting(f"{source}: there is no setting called {name!r}")
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if isinstance(value, str) and kind in (int, float):
        try:
            value = kind(value)
        except ValueError as error:
            raise BadSetting(f"{source}: {name} is not a number: {value!r}") from error
    if isinstance(value, str) and kind is bool:
        value = _BOOLEANS.get(value.lower(), value)
    if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
        raise BadSetting(f"{source}: {name} is not a {kind.__name__}: {value!r}")
    return value
