"""The steps of an explanation as English sentences, on the wall clock of the day's zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from adsum.domain.explanation import Explanation, Rule, Step, Value
from adsum.domain.instants import local

_MINUTE = timedelta(minutes=1)
_SIGNS = {1: "+", -1: "-"}


def english(explanation: Explanation) -> tuple[str, ...]:
    """Return one sentence for each step."""
    return tuple(sentence(step, explanation) for step in explanation.steps)


def sentence(step: Step, explanation: Explanation) -> str:
    """Return one step as a sentence."""
    words = {o.name: _say(o.value, explanation) for o in step.operands}
    template = _SENTENCES.get(step.rule)
    result = _say(step.result, explanation)
    if template is None:
        return f"{step.figure}: {_arithmetic(step, explanation)}{result}."
    return template(words, result)


def _arithmetic(step: Step, explanation: Explanation) -> str:
    parts: list[str] = []
    for operand in step.operands:
        if operand.sign and operand.value != timedelta(0):
            sign = _SIGNS[operand.sign] if parts or operand.sign < 0 else ""
            words = f"{sign} {operand.name} {_say(operand.value, explanation)}"
            parts.append(words.strip())
    return " ".join(parts) + " = " if parts else ""


def _say(value: Value, explanation: Explanation) -> str:
    if isinstance(value, datetime):
        shown = local(value, explanation.zone)
        clock = f"{shown:%H:%M:%S}" if shown.second else f"{shown:%H:%M}"
        return clock if shown.date() == explanation.date else f"{clock} on {shown:%Y-%m-%d}"
    if isinstance(value, timedelta):
        return duration(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def duration(time: timedelta) -> str:
    """Return hours and minutes, and seconds if there are any: 7:30 or 0:04:20."""
    sign, time = ("-", -time) if time < timedelta(0) else ("", time)
    minutes, rest = divmod(time, _MINUTE)
    seconds = f":{rest.seconds:02}" if rest.seconds else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02}{seconds}"


Words = dict[str, str]


def _credit(words: Words, result: str) -> str:
    excuse = "holiday" if "holiday" in words else "leave"
    name, portion = words[excuse], words["portion"]
    return f"{result} {words['pay']} for {excuse} {name!r} ({portion})."


def _overtime(words: Words, result: str) -> str:
    if words["kind"] == "weekly":
        after = f"above {words['threshold']} in the week"
    elif words["kind"] == "daily":
        after = f"above {words['threshold']} on the day"
    else:
        after = f"for work on a {words['kind'].replace('_', ' ')}"
    return f"overtime: {result} x {words['multiplier']} {after}."


def _punch(why: str) -> Callable[[Words, str], str]:
    return lambda words, result: (
        f"{words['at']} {result.upper() if len(result) < 4 else result} at {words['place']}"
        f" by {words['source']} ({why})."
    )


_SENTENCES: dict[Rule, Callable[[Words, str], str]] = {
    Rule.DAY_SPAN: lambda w, r: f"The work day {r} lasts from {w['from']} until {w['until']}.",
    Rule.POLICY: lambda w, r: f"Policy {r!r}, version {w['version']}, applies.",
    Rule.SHIFT: lambda w, r: f"Shift {w['id']!r} from {w['start']} to {w['end']}: {r} of work.",
    Rule.CREDIT: _credit,
    Rule.DECLARED: _punch("direction declared"),
    Rule.DERIVED: _punch("direction from the order of the day's punches"),
    Rule.QUIET: _punch("repeats the punch before"),
    Rule.BETWEEN: _punch("between the first and the last punch"),
    Rule.PRESENT: lambda w, r: f"present: {w['from']} to {w['to']} = {r}.",
    Rule.OPEN_SESSION: lambda w, r: f"The punch at {w['at']} has no counterpart and adds nothing.",
    Rule.LATE: lambda w, r: f"late: {w['later']} is {r} after {w['earlier']}.",
    Rule.LATE_EXCUSED: lambda w, r: f"late: {w['later']} is within the grace of {w['earlier']}.",
    Rule.EARLY: lambda w, r: f"early: {w['earlier']} is {r} before {w['later']}.",
    Rule.EARLY_EXCUSED: lambda w, r: f"early: {w['earlier']} is within the grace of {w['later']}.",
    Rule.MISSED: lambda w, r: f"missed: nobody came to shift {w['shift']!r} ({r}).",
    Rule.OVERTIME: _overtime,
    Rule.NIGHT: lambda w, r: f"night: {r} within {w['window']} x {w['multiplier']}.",
}
