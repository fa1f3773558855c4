"""Writing one setting into `adsum.toml` in the data folder."""

from __future__ import annotations

import re
from pathlib import Path

from adsum.config.load import FILE
from adsum.config.settings import BadSetting


def save_text(folder: Path, name: str, value: str) -> Path:
    """Set `name` to the text `value` (letters, digits, - and _), leaving all other lines as they
    are; return the file.

    Raises:
        BadSetting: the file cannot be written.
    """
    if not re.fullmatch(r"[\w-]+", value):
        raise BadSetting(f"{name} cannot be {value!r}")
    path, line = folder / FILE, f'{name} = "{value}"'
    try:
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        kept = [old for old in lines if not re.match(rf"\s*{re.escape(name)}\s*=", old)]
        # A key below a table's heading would belong to the table.
        beside = path.with_suffix(".part")
        beside.write_text("\n".join([line, *kept]) + "\n", "utf-8")
        beside.replace(path)
    except OSError as error:
        raise BadSetting(f"{path} cannot be written: {error.strerror}") from error
    return path
