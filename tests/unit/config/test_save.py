"""One setting written, all others left as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from adsum.config.load import load
from adsum.config.save import save_text
from adsum.config.settings import BadSetting


def test_a_setting_is_replaced_and_the_rest_kept(tmp_path: Path) -> None:
    file = tmp_path / "adsum.toml"
    file.write_text('# ours\nmatcher = "nearest"\nmargin = 0.04\n')
    assert save_text(tmp_path, "matcher", "mlp") == file
    found = load({}, tmp_path, "UTC")
    assert (found.matcher, found.margin) == ("mlp", 0.04)
    assert "# ours" in file.read_text() and file.read_text().count("matcher") == 1


def test_a_new_file_is_made_and_odd_values_refused(tmp_path: Path) -> None:
    save_text(tmp_path, "matcher", "softmax")
    assert load({}, tmp_path, "UTC").matcher == "softmax"
    with pytest.raises(BadSetting):
        save_text(tmp_path, "matcher", 'x"\nport = 1')
    with pytest.raises(BadSetting, match="cannot be written"):
        save_text(tmp_path / "nowhere", "matcher", "mlp")
