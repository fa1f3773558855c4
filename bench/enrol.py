"""Enrol every LFW photo with the real command: photos per second and peak memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile

from bench.common import photos


def main() -> None:
    """Print the command's own summary and its peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "adsum", "--data", folder, "enrol", str(photos())]
        done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=False)
    summary = json.loads(done.stdout)
    outcomes = summary.pop("photos")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"adsum enrol, {len(outcomes)} photos: {summary['photos_per_second']} photos/s")
    print(f"peak memory {peak:.0f} MB; {summary}")


if __name__ == "__main__":
    main()
