"""A small company set up through the API: for the tests of the administration and its pictures."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Ask = Callable[..., Any]

# A zone in which it is between two and three in the afternoon: people are at work, on any clock.
_AHEAD = 14 - datetime.now(UTC).hour
ZONE = f"Etc/GMT{-_AHEAD:+d}" if _AHEAD else "Etc/GMT"
PASSWORD = "a long pass phrase"
NAMES = (
    "Ada Brandt",
    "Ben Okafor",
    "Chiara Rossi",
    "Dmitri Volkov",
    "Elif Kaya",
    "Farid Haddad",
    "Greta Nilsson",
    "Hao Chen",
    "Ines Moreau",
    "Jonas Weber",
    "Kavya Rao",
    "Liam Byrne",
    "Maria Santos",
    "Noor Aziz",
)
ABSENT_TODAY = "Liam Byrne"
SALES, WORKSHOP = NAMES[:6], NAMES[6:12]


def furnish(ask: Ask, days: int = 40) -> dict[str, str]:
    """Set up sites, shifts, people with some weeks of punches, leave and accounts; ids by name."""
    _setup(ask, days)
    ids = {name: ask("POST", "people", {"name": name})["id"] for name in NAMES}
    for team, names in (("sales", SALES), ("workshop", WORKSHOP)):
        for name in names:
            ask("POST", "memberships", {"person": ids[name], "team": team, "first": "2024-01-01"})
    _accounts(ask, ids)
    _leave(ask, ids)
    punches = list(_punches(ids, days))
    for start in range(0, len(punches), 400):
        answer = ask("POST", "punches/batch", {"punches": punches[start : start + 400]})
        assert all(one["outcome"] == "recorded" for one in answer["results"]), answer
    return ids


def _setup(ask: Ask, days: int) -> None:
    germany = {"name": "Germany, Berlin", "country": "DE", "region": "BE"}
    ask("POST", "holiday-sets", {"id": "berlin", **germany})
    ask("POST", "sites", {"id": "hq", "name": "Headquarters", "zone": ZONE, "holidays": "berlin"})
    ask("POST", "places", {"id": "front-door", "name": "Front door", "site": "hq"})
    for id, name in (("sales", "Sales"), ("workshop", "Workshop")):
        ask("POST", "teams", {"id": id, "name": name, "site": "hq"})
    lunch = [{"length": "PT30M", "after": "PT4H"}]
    for id, name, start, end in (
        ("day", "Day", "09:00", "17:30"),
        ("early", "Early", "06:00", "14:00"),
        ("late", "Late", "14:00", "22:00"),
    ):
        body = {"name": name, "start": start, "end": end, "breaks": lunch}
        ask("POST", "shifts", {"id": id, **body})
    today = datetime.now(ZoneInfo(ZONE)).weekday()
    week = [["day"] if day < 5 or day == today else [] for day in range(7)]
    ask("POST", "rotations", {"id": "office", "name": "Office week", "days": week})
    two = [["early"]] * 5 + [[], []] + [["late"]] * 5 + [[], []]
    ask("POST", "rotations", {"id": "two-shifts", "name": "Early and late", "days": two})
    first = (datetime.now(ZoneInfo(ZONE)).date() - timedelta(days=days)).isoformat()
    for team, rotation in (("sales", "office"), ("workshop", "office")):
        body = {"rotation": rotation, "site": "hq", "team": team, "first": first}
        ask("POST", "assignments", {"id": f"{team}-office", **body})
    ask("POST", "leave-types", {"id": "holiday", "name": "Annual leave", "limited": True})
    ask("POST", "leave-types", {"id": "sick", "name": "Sick leave", "limited": False})


def _accounts(ask: Ask, ids: dict[str, str]) -> None:
    for login, role, name, teams in (
        ("hanna", "hr", None, []),
        ("marc", "manager", "Ada Brandt", ["sales"]),
        ("elif", "employee", "Elif Kaya", []),
    ):
        body = {"role": role, "person_id": ids[name] if name else None, "team_ids": teams}
        ask("POST", "users", {"login": login, "password": PASSWORD, **body})


def _leave(ask: Ask, ids: dict[str, str]) -> None:
    today = datetime.now(ZoneInfo(ZONE)).date()
    year = {"first": f"{today.year}-01-01", "last": f"{today.year + 1}-12-31"}
    for name in NAMES[:8]:
        ask("POST", "entitlements", {"person": ids[name], "type": "holiday", "days": 30, **year})
    for name, start, length in (("Elif Kaya", 20, 5), ("Hao Chen", 12, 3)):
        first = today + timedelta(days=start)
        asked = {"person_id": ids[name], "type": "holiday", "first": first.isoformat()}
        ask("POST", "leave", {**asked, "last": (first + timedelta(days=length)).isoformat()})


def _punches(ids: dict[str, str], days: int) -> Iterator[dict[str, Any]]:
    """Some weeks in which people come around nine; a few are late, a few forget to go."""
    chance = random.Random(7)
    zone = ZoneInfo(ZONE)
    now = datetime.now(zone)
    for back in range(days, -1, -1):
        day = now.date() - timedelta(days=back)
        if day.weekday() >= 5 and day.weekday() != now.weekday():
            continue
        for name in NAMES[:12]:
            away = chance.random() < 0.07 if back else name == ABSENT_TODAY
            if away and name != "Ada Brandt":
                continue
            came = 9 * 60 - 12 + int(chance.gauss(0, 9)) + (35 if chance.random() < 0.1 else 0)
            went = 17 * 60 + 35 + int(chance.gauss(0, 15))
            forgot = chance.random() < 0.02
            for number, minute in enumerate((came, went)):
                at = _at(day, minute, zone)
                if at < now - timedelta(minutes=2) and not (number and forgot):
                    yield _punch(ids[name], f"{name[:3]}-{day}-{number}", at)


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone) + timedelta(minutes=minute)


def _punch(person: str, client_id: str, at: datetime) -> dict[str, Any]:
    moment = at.astimezone(UTC).isoformat()
    place = {"source": "face", "place": "front-door"}
    return {"client_id": client_id, "person_id": person, "device_at": moment, **place}
