"""Damaged, foreign and outsized films: told by name, or passed over, never a crash."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from adsum.cameras.faults import NoVideo, SourceDamaged, UnknownSource
from adsum.cameras.film import FilmFile
from adsum.cameras.sources import open_source
from adsum.cameras.stream import StreamSource
from adsum.cameras.webcam import Webcam
from adsum.errors import AdsumError
from adsum.imaging.decode import PhotoDecoder
from adsum.vision.following import FollowRule
from tests.data import gradient


def decode(path: Path) -> np.ndarray:
    return PhotoDecoder().decode(path.read_bytes())


def write(path: Path, width: int = 320, height: int = 180, frames: int = 60) -> Path:
    film, image = FilmFile(path), gradient(width, height)
    for number in range(frames):
        film.add(np.roll(image, 4 * number, axis=1), number / 30)
    film.close()
    return path


def test_a_film_is_read_as_it_was_written(tmp_path: Path) -> None:
    source = StreamSource(str(write(tmp_path / "a.mp4")), "a", live=False)
    frames = list(source.frames())
    assert (len(frames), frames[0].size, source.damaged) == (60, (320, 180), 0)
    assert [round(frame.at * 30) for frame in frames] == list(range(60))
    assert source.seconds == pytest.approx(2.0, abs=0.1)
    assert np.abs(frames[0].full().astype(int) - gradient(320, 180)).mean() < 6
    assert frames[0].small(160).shape == (90, 160, 3)


def test_corrupt_packets_are_passed_over_and_counted_or_end_the_film_by_name(
    tmp_path: Path,
) -> None:
    content = bytearray(write(tmp_path / "a.mp4", frames=200).read_bytes())
    random = np.random.default_rng(0)
    body = content.index(b"mdat") + 200
    for _ in range(300):
        content[random.integers(body, len(content) * 3 // 4)] = random.integers(256)
    damaged = tmp_path / "damaged.mp4"
    damaged.write_bytes(content)
    read = 0
    try:
        source = StreamSource(str(damaged), "damaged", live=False)
        for frame in source.frames():
            assert frame.full().shape == (180, 320, 3)
            read += 1
    except (NoVideo, SourceDamaged):
        assert read < 200
    else:
        assert read > 20


def test_a_film_in_a_codec_that_nobody_knows_holds_no_video(tmp_path: Path) -> None:
    content = write(tmp_path / "a.mp4").read_bytes()
    assert content.count(b"avc1") >= 1
    foreign = tmp_path / "foreign.mp4"
    foreign.write_bytes(content.replace(b"avc1", b"zzz9"))
    with pytest.raises(NoVideo):
        list(StreamSource(str(foreign), "foreign", live=False).frames())


@pytest.mark.parametrize("content", [b"", b"no film at all" * 100, b"\x00" * 5000])
def test_what_is_no_film_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.mp4"
    path.write_bytes(content)
    with pytest.raises(AdsumError) as said:
        StreamSource(str(path), "x.mp4", live=False)
    assert said.value.code.startswith("camera.")


def test_a_file_with_sound_only_holds_no_video(tmp_path: Path) -> None:
    path = tmp_path / "sound.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), layout="mono")
        frame.sample_rate = 8000
        container.mux(stream.encode(frame))
    with pytest.raises(NoVideo):
        StreamSource(str(path), "sound.wav", live=False)


def test_a_film_of_4k_is_looked_at_small(tmp_path: Path) -> None:
    source = StreamSource(str(write(tmp_path / "4k.mp4", 3840, 2160, 3)), "4k", live=False)
    frames = list(source.frames())
    assert len(frames) == 3 and frames[0].size == (3840, 2160)
    side = FollowRule().side(frames[0].size)
    assert frames[0].small(side).shape == (360, 640, 3)


def test_odd_sides_are_written_even(tmp_path: Path) -> None:
    source = StreamSource(str(write(tmp_path / "odd.mp4", 321, 181, 5)), "odd", live=False)
    assert next(source.frames()).size == (320, 180)


@pytest.mark.parametrize("name", ["nothing.mp4", "ftp://host/film", "rtsp//camera"])
def test_what_is_no_source_is_refused_by_name(name: str) -> None:
    with pytest.raises(UnknownSource):
        open_source(name, decode)


def test_an_empty_folder_is_refused_and_a_webcam_that_is_not_there_is_unreachable(
    tmp_path: Path,
) -> None:
    with pytest.raises(UnknownSource):
        open_source(str(tmp_path), decode)
    with pytest.raises(AdsumError) as said:
        Webcam("97")
    assert said.value.code == "camera.unreachable"
