"""What every report page has in common."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any


def page_of(title: str, command: str, rows: Iterable[tuple[str, str]], rest: str) -> str:
    """Return a page in Markdown: title, the command that makes it, a table of figures, the rest."""
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return f"# {title}\n\n```\n{command}\n```\n\n| | |\n|---|---|\n{table}\n\n{rest}"


def keep(folder: Path, recipe: Any, command: str, facts: Mapping[str, Any], page: str) -> Path:
    """Write report.json (the recipe, a dataclass, the command, what came of it) and report.md;
    return the latter."""
    document = {"recipe": asdict(recipe), "command": command, **facts}
    (folder / "report.json").write_text(json.dumps(document, indent=1))
    path = folder / "report.md"
    path.write_text(page)
    return path
