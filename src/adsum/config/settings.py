"""Every setting: its name, its default, its bounds and what it is for."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from adsum.errors import InvalidInput

# As long as the punch log has room for.
MAX_PLACE_LENGTH = 120
LEAST_THRESHOLD = 0.2
MATCHER_NAMES = ("blend", "nearest", "euclidean", "mean", "softmax", "mlp")


class BadSetting(InvalidInput):
    """A setting has a value that it cannot have."""

    code = "settings.invalid"
    remedy = "Correct it in adsum.toml or in the environment variable."


def _setting(
    default: Any, about: str, *, low: float | None = None, high: float | None = None
) -> Any:
    return field(default=default, metadata={"about": about, "low": low, "high": high})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their defaults. Similarities are cosines, times are seconds."""

    data: Path = _setting(Path(), "folder with the database, the key file and adsum.toml")
    cache: Path = _setting(Path(), "folder for prepared models; may be deleted at any time")
    database_url: str = _setting("", "database URL; empty: SQLite in the data folder")
    zone: str = _setting("UTC", "IANA time zone of the company; default: the machine's")
    company: str = _setting("", "name of the company, printed on sheets and reports")
    place: str = _setting("main", "name of the place where punches are made")
    threshold: float = _setting(
        0.0,
        "least similarity of a face to a person to be that person, 0.2 to 0.95; 0: what lets about "
        "1 stranger in 1,000 through with the recogniser in use",
        low=0.0,
        high=0.95,
    )
    margin: float = _setting(
        0.05, "least lead in similarity over the second person", low=0.0, high=0.5
    )
    false_accepts: float = _setting(
        0.0,
        "strangers in 1,000 that may be taken for somebody; the threshold is then calibrated to "
        "the gallery at every change; 0: threshold and margin as set",
        low=0.0,
        high=100.0,
    )
    matcher: str = _setting(
        "blend",
        "what makes a face similar to a person: nearest (the most similar photo), euclidean (the "
        "same by distance), mean (of all photos), blend (of nearest and mean), softmax, mlp (what "
        "`adsum enrol --classifier` trains)",
    )
    precision: str = _setting("f32", "arithmetic of the models: f32 or bf16")
    workers: int = _setting(
        0, "photos examined side by side; 0: one per processor", low=0, high=256
    )
    quiet: float = _setting(
        60.0, "seconds within which a second sighting is the same punch", low=0, high=86_400
    )
    max_upload_bytes: int = _setting(
        30_000_000, "largest picture file that is read", low=10_000, high=2_000_000_000
    )
    max_archive_bytes: int = _setting(
        500_000_000,
        "largest archive of photos that is taken",
        low=1_000_000,
        high=50_000_000_000,
    )
    max_pixels: int = _setting(
        60_000_000, "largest picture that is decoded", low=10_000, high=1_000_000_000
    )
    host: str = _setting("127.0.0.1", "address that the server listens on")
    port: int = _setting(8000, "port that the server listens on", low=0, high=65_535)

    trusted_proxies: str = _setting(
        "",
        "addresses or networks of reverse proxies, with commas; only theirs is X-Forwarded-For "
        "believed",
    )
    pdf_fonts: str = _setting(
        "", "font files for letters that PDF sheets lack, separated as in PATH"
    )
    video_workers: int = _setting(
        0,
        "frames of cameras looked at side by side; 0: one per processor, at most 4",
        low=0,
        high=64,
    )
    mqtt_url: str = _setting(
        "", "MQTT broker that hears of what cameras see: mqtt://user:password@host; empty: none"
    )
    voice: str = _setting(
        "",
        "language in which whoever is clocked by a camera is welcomed aloud, en or de; empty: none",
    )
    visitor_days: float = _setting(
        7.0,
        "days for which a shot of an unknown visitor is kept for review; 0: none is kept",
        low=0,
        high=365,
    )
    kiosk_visitors: bool = _setting(
        False, "whether kiosks keep shots of unknown visitors, too, as cameras do"
    )
    propose_forgotten: bool = _setting(
        True,
        "whether the server itself proposes corrections for forgotten punches and tells of open "
        "days, once a work day is over everywhere",
    )
    job_days: float = _setting(
        90.0,
        "days for which finished enrolments in bulk are listed with their rows; 0: for ever",
        low=0,
        high=3650,
    )
    webhook_allow_private: bool = _setting(
        False, "whether webhooks may go to addresses of the own network"
    )
    webhook_allow_plain: bool = _setting(False, "whether webhooks may go over http without TLS")

    def __post_init__(self) -> None:
        for setting in fields(self):
            low, high = setting.metadata["low"], setting.metadata["high"]
            value = getattr(self, setting.name)
            if low is not None and not low <= value <= high:
                raise BadSetting(f"{setting.name} is {value}, allowed are {low} to {high}")
        if not 1 <= len(self.place) <= MAX_PLACE_LENGTH:
            raise BadSetting(f"place has {len(self.place)} characters, 1 to {MAX_PLACE_LENGTH} fit")
        if 0 < self.threshold < LEAST_THRESHOLD:
            raise BadSetting(f"threshold is {self.threshold}, allowed are 0 and 0.2 to 0.95")
        if self.matcher not in MATCHER_NAMES:
            raise BadSetting(f"matcher is {self.matcher!r}, allowed are {', '.join(MATCHER_NAMES)}")
        if self.matcher in ("softmax", "mlp") and self.false_accepts:
            raise BadSetting(f"false_accepts cannot be kept by the matcher {self.matcher}")
        _check_networks(self.trusted_proxies)
        if self.precision not in ("f32", "bf16"):
            raise BadSetting(f"precision is {self.precision!r}, allowed are f32 and bf16")


def _check_networks(text: str) -> None:
    for part in filter(None, (part.strip() for part in text.split(","))):
        try:
            ip_network(part)
        except ValueError as error:
            raise BadSetting(f"trusted_proxies: {part!r} is no address or network") from error
