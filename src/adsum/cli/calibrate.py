"""`adsum calibrate`"""

from __future__ import annotations

from typing import Annotated

import typer

from adsum.cli import look_alikes, output
from adsum.cli.options import JsonFlag


def calibrate(
    context: typer.Context,
    per_1000: Annotated[
        float,
        typer.Option("--per-1000", min=0.01, max=100, help="False accepts per 1,000 punches."),
    ] = 1.0,
    json: JsonFlag = False,
) -> None:
    """Find the threshold for "at most so many strangers in 1,000 are taken for somebody".

    Set `false_accepts` in adsum.toml to that number to have it found anew whenever anybody is
    enrolled or forgotten.
    """
    from adsum.cli.session import application

    found = application(context).calibrate.execute(per_1000)
    made = found.promise
    if json:
        output.print_json(
            {
                "false_accepts_per_1000": per_1000,
                "threshold": made.rule.threshold,
                "margin": made.rule.margin,
                "interval_per_1000": [1000 * made.low, 1000 * made.high],
                "missed": made.missed,
                "people": made.people,
                "look_alikes": look_alikes.as_json(found.look_alikes),
            }
        )
        return
    say = output.out().print
    say(f"{made.people:,} people: at most {per_1000:g} false accepts per 1,000 punches")
    say(f"threshold {made.rule.threshold:.3f}, margin {made.rule.margin:g}")
    say(f"95 % interval: {1000 * made.low:.2f} to {1000 * made.high:.2f} per 1,000")
    if made.missed is not None:
        say(f"people asked to try again or to use a PIN: {100 * made.missed:.1f} %")
    look_alikes.warn(found.look_alikes)
