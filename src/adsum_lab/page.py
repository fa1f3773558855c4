"""What every report page has in common."""

from __future__ import annotations

from collections.abc import Iterable


def page_of(title: str, command: str, rows: Iterable[tuple[str, str]], rest: str) -> str:
    """Return a page in Markdown: title, the command that makes it, a table of figures, the rest."""
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return f"# {title}\n\n```\n{command}\n```\n\n| | |\n|---|---|\n{table}\n\n{rest}"
