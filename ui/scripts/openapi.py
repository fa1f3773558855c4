"""Writes ui/src/api/openapi.json from Adsum's routes; the client's types are made from it.

With --check nothing is written, and the exit code says whether the file is current.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from adsum.web.app import describe

TARGET = Path(__file__).resolve().parents[1] / "src" / "api" / "openapi.json"


def main() -> int:
    """Write or check; return the exit code."""
    document = describe()
    # The version of every release would make the file outdated without any change to the routes.
    document["info"]["version"] = ""
    text = json.dumps(document, indent=1, sort_keys=True) + "\n"
    if "--check" in sys.argv[1:]:
        current = TARGET.exists() and TARGET.read_text() == text
        if not current:
            pass
        return 0 if current else 1
    TARGET.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
