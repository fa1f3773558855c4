"""`adsum` and `python -m adsum`."""

from __future__ import annotations

import signal
import sys

from adsum.cli.root import run
from adsum.system.memory import collect_less_often


def main() -> None:
    """Run the command line and leave with its exit code."""
    collect_less_often()
    # systemd and Docker end a program so: as with Ctrl-C, what is under way is finished first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(run())


if __name__ == "__main__":
    main()
