"""`adsum doctor`"""

from __future__ import annotations

import typer

from adsum.cli import output
from adsum.cli.options import JsonFlag


def doctor(context: typer.Context, json: JsonFlag = False) -> int:
    """Check everything that the main job needs, and say how to mend what is broken."""
    from adsum.cli.session import settings
    from adsum.main import examine

    findings = examine(settings(context)).execute()
    if json:
        output.print_json(
            [
                {"check": f.check, "ok": f.ok, "detail": f.detail, "remedy": f.remedy}
                for f in findings
            ]
        )
    else:
        for finding in findings:
            mark = "[green]ok[/]    " if finding.ok else "[red]broken[/]"
            detail, remedy = output.plain(finding.detail), output.plain(finding.remedy)
            output.out().print(f"{mark} {finding.check:<10} {detail}", soft_wrap=True)
            if not finding.ok and remedy:
                output.out().print(f"                  {remedy}", soft_wrap=True)
    return 0 if all(finding.ok for finding in findings) else 1
