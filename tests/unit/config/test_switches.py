"""Settings that are on or off."""

from __future__ import annotations

from pathlib import Path

import pytest

from adsum.config.load import load
from adsum.config.settings import BadSetting


@pytest.mark.parametrize(("text", "on"), [("true", True), ("1", True), ("False", False)])
def test_a_variable_switches_a_setting(tmp_path: Path, text: str, on: bool) -> None:
    settings = load({"ADSUM_WEBHOOK_ALLOW_PLAIN": text}, tmp_path, "UTC")
    assert settings.webhook_allow_plain is on


def test_a_file_switches_a_setting_and_names_the_company(tmp_path: Path) -> None:
    (tmp_path / "adsum.toml").write_text('webhook_allow_private = true\ncompany = "Müller"\n')
    settings = load({}, tmp_path, "UTC")
    assert (settings.webhook_allow_private, settings.company) == (True, "Müller")


@pytest.mark.parametrize("line", ["webhook_allow_plain = 1", 'webhook_allow_plain = "maybe"'])
def test_what_is_neither_on_nor_off_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "adsum.toml").write_text(line)
    with pytest.raises(BadSetting, match="webhook_allow_plain"):
        load({}, tmp_path, "UTC")


def test_a_number_is_no_switch(tmp_path: Path) -> None:
    (tmp_path / "adsum.toml").write_text("port = true")
    with pytest.raises(BadSetting, match="port"):
        load({}, tmp_path, "UTC")
