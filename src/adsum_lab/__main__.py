"""`adsum-lab` and `python -m adsum_lab`: names the extra where PyTorch is missing."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from adsum.cli.output import print_error
from adsum_lab.errors import LabMissing

NEEDED = ("torch", "accelerate", "safetensors", "matplotlib", "tensorboard")


def main() -> None:
    """Run the command line and leave with its exit code."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        print_error(LabMissing(f"the laboratory needs {', '.join(missing)}"))
        sys.exit(1)
    from adsum_lab.cli import run

    sys.exit(run())


if __name__ == "__main__":
    main()
