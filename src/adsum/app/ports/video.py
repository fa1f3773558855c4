"""Where a camera's frames come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from adsum.vision.picture import Picture


class Frame(Picture, Protocol):
    """One frame. at: seconds on the source's own clock, which never goes back and knows nothing
    of the time of day: of a live source when the frame arrived, of a file when it is shown."""

    at: float


class FrameSource(Protocol):
    """An open camera, stream or file."""

    @property
    def live(self) -> bool:
        """Whether frames come when they come, so that one not taken in time is lost."""
        ...

    @property
    def seconds(self) -> float | None:
        """How long a file is; None where nobody knows, as of a camera."""
        ...

    @property
    def damaged(self) -> int:
        """How many packets or frames could not be decoded so far."""
        ...

    def frames(self) -> Iterator[Frame]:
        """Yield frames until the source ends.

        Raises:
            AdsumError: it is lost (codes `camera.*`); a live source also when nothing came for some
                seconds.
        """
        ...

    def close(self) -> None: ...


OpenSource = Callable[[], FrameSource]
"""Opens a source anew; raises an `AdsumError` (codes `camera.*`) if it cannot."""
