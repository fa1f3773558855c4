"""What became of an enrolment photo."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """What became of a photo."""

    ENROLLED = "enrolled"
    ALREADY = "already_enrolled"
    DUPLICATE = "near_duplicate"
    REFUSED = "refused"
