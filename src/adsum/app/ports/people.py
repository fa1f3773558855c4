"""People by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from adsum.domain.person import Person


class People(Protocol):
    """Everybody who is known by name."""

    def add(self, person: Person) -> None:
        """Store a new person. Raises `Conflict` if the name is taken."""
        ...

    def get(self, person_id: str) -> Person | None: ...

    def by_name(self, name: str) -> Person | None:
        """Find by name, whatever its case."""
        ...

    def page(
        self,
        *,
        after: str = "",
        limit: int = 100,
        search: str = "",
        among: Iterable[str] | None = None,
    ) -> Sequence[Person]:
        """Return people by name, those after the name `after`, whose name contains `search`.

        among: only people with these ids.
        """
        ...

    def names(self, ids: Iterable[str] | None = None) -> dict[str, str]:
        """Return name by id; of everybody if `ids` is None."""
        ...

    def rename(self, person_id: str, name: str) -> None:
        """Change a name. Raises `Conflict` if it is taken."""
        ...

    def remove(self, person_id: str) -> None: ...
