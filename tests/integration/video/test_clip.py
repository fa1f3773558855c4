"""The clip, end to end, against what a person sees on its frames.

The truth was written by looking at the frames: the scenes, and who is in them. The singer is
seen from afar at first, then near and from the front (82 to 210). Between, the other man is seen
from the side or with his face cut off, and the last scene shows an audience: nobody there can or
may be named.
"""

from __future__ import annotations

from pathlib import Path

from adsum.app.camera_events import CameraEvent, Sight
from adsum.app.watched import View, Watched
from adsum.cameras.sources import open_source
from adsum.imaging.decode import PhotoDecoder
from adsum.main import Application
from adsum.main.video import VideoRoom, Watching
from adsum.vision.following import VideoEyes

SINGER = "lin-manuel-miranda"
SCENES = {"other man": (20, 81), "singer": (82, 210), "audience": (211, 274)}


def test_the_singer_is_seen_where_he_is_and_nobody_else_anywhere(
    adsum: Application, eyes: list[VideoEyes], clip: Path
) -> None:
    events: list[CameraEvent] = []
    named: list[list[str]] = []

    def note(view: View) -> None:
        named.append(list(view.names.values()))

    room = VideoRoom(adsum, Watching(events.append, show=note), eyes)
    room.engine.start()
    decode = PhotoDecoder()
    room.add_source(
        Watched("clip", "clip", "main"),
        lambda: open_source(str(clip), lambda path: decode.decode(path.read_bytes())),
    )
    assert room.engine.wait(120) and room.engine.stop()

    assert len(named) == 275
    assert {name for names in named for name in names} == {SINGER}
    first, last = SCENES["singer"]
    # Within a second of his coming near, and from then on without a gap to the cut.
    assert [n for n in range(first + 30, last + 1) if named[n] != [SINGER]] == []
    for scene in ("other man", "audience"):
        begin, end = SCENES[scene]
        wrong = [number for number in range(begin, end + 1) if named[number]]
        assert wrong == [], scene
    assert [e.name for e in events if e.kind is Sight.PUNCHED] == [SINGER]


def test_a_folder_of_pictures_is_watched_as_a_film(
    adsum: Application, eyes: list[VideoEyes], clip: Path, tmp_path: Path
) -> None:
    from adsum.cameras.stream import StreamSource
    from adsum.imaging.encode import JpegEncoder

    folder = tmp_path / "frames"
    folder.mkdir()
    source = StreamSource(str(clip), clip.name, live=False)
    for number, frame in enumerate(source.frames()):
        if 90 <= number < 120 and number % 3 == 0:
            (folder / f"{number:03}.jpg").write_bytes(JpegEncoder().encode(frame.full()))
    events: list[CameraEvent] = []
    room = VideoRoom(adsum, Watching(events.append), eyes)
    room.engine.start()
    room.add(Watched("f", "f", "main", clocks=False), str(folder))
    assert room.engine.wait(60) and room.engine.stop()
    assert [e.name for e in events if e.kind is Sight.RECOGNISED] == [SINGER]
