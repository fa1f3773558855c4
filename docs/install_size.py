"""How large is the default installation? Lists every package that `pip install adsum` brings, with
the megabytes that its files take in this environment, as Markdown.

    python docs/install_size.py > docs/results/install-size.md
"""

from __future__ import annotations

import platform
import re
from importlib import metadata
from pathlib import Path

LIMIT_MB = 800
SOURCE = Path(__file__).resolve().parent.parent / "src"


def main() -> None:
    """Print the table, the largest part first."""
    sizes = {name: megabytes(name) for name in closure("adsum")}
    total = sum(sizes.values())
    print("# What the default installation takes\n")
    python, system = platform.python_version(), f"{platform.system()} {platform.machine()}"
    print(f"Made by `python docs/install_size.py` with Python {python} on {system}.")
    print("Extras and compiled Python files are not counted.\n")
    print(f"**{total:.0f} MB** in {len(sizes)} packages; the limit is {LIMIT_MB} MB.\n")
    print("| package | MB |\n|---|---|")
    small = 0.0
    for name, size in sorted(sizes.items(), key=lambda item: -item[1]):
        if size >= 1:
            print(f"| {name} | {size:.1f} |")
        else:
            small += size
    print(f"| all others, less than 1 MB each | {small:.1f} |")


def closure(root: str) -> set[str]:
    """Return the packages that `root` needs here, directly or not, without extras."""
    found: set[str] = set()
    wanted = [root]
    while wanted:
        name = wanted.pop()
        if name in found:
            continue
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # for another platform
        found.add(name)
        wanted += [_normal(need) for need in needs if "extra ==" not in need]
    return found


def _normal(requirement: str) -> str:
    name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def megabytes(name: str) -> float:
    """Return the size of a package's files."""
    files = metadata.distribution(name).files or []
    paths = [Path(str(file.locate())) for file in files if not str(file).endswith(".pyc")]
    if name == "adsum":
        # Installed from a working folder, its metadata lists no files of its own.
        own = [path for folder in ("adsum", "adsum_lab") for path in (SOURCE / folder).rglob("*")]
        paths = [path for path in own if path.suffix != ".pyc"]
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6


if __name__ == "__main__":
    main()
