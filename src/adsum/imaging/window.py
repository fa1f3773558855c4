"""A window on this machine's screen, by Python's own toolkit: Adsum's OpenCV comes without."""

from __future__ import annotations

from typing import Any

import cv2

from adsum.errors import Unavailable
from adsum.vision.types import Image


class NoDisplay(Unavailable):
    """This machine has no screen to show a window on."""

    code = "watch.no_display"
    remedy = "Run it at a desktop, or write a film instead: --save FILE.mp4"


class Window:
    """Shows pictures until it is closed. For the thread that made it."""

    def __init__(self, title: str) -> None:
        """Open the window.

        Raises:
            NoDisplay: there is no screen, or Python came without its toolkit.
        """
        try:
            import tkinter
        except ImportError as error:
            raise NoDisplay(
                "this Python has no tkinter",
                remedy="Install it (python3-tk), or write a film instead: --save FILE.mp4",
            ) from error
        try:
            self._root = tkinter.Tk()
        except tkinter.TclError as error:
            raise NoDisplay(f"no window can be opened: {error}") from error
        self._photo: Any = tkinter.PhotoImage
        self._root.title(title)
        self._label: Any = tkinter.Label(self._root)
        self._label.pack()
        self.open = True
        self._root.protocol("WM_DELETE_WINDOW", self._close)

    def show(self, image: Image) -> None:
        """Show a picture (BGR) and let the window react."""
        if not self.open:
            return
        picture = self._photo(data=cv2.imencode(".ppm", image)[1].tobytes())
        self._label.configure(image=picture)
        # Tk keeps no reference of its own.
        self._label.image = picture
        self._root.update()

    def close(self) -> None:
        """Take the window away."""
        if self.open:
            self._close()

    def _close(self) -> None:
        self.open = False
        self._root.destroy()
