"""What was heard as bytes, and back: the form in which it is kept on disk.

Everything that the size depends on stands in the first line, so that a damaged or hostile file is known before
anything is made of it: no archive, no pickle, nothing that could unfold into more than the bytes that are there.

    {"acoustics": 1, "n_frames": …, "n_intervals": …, "crc": …, "about": {…}}, a line, then little-endian:
    frames float32 · level_db float32 · speech level_db float32 · intervals int64 · is_speech uint8
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cuepress.sync.acoustics import Acoustics
from cuepress.sync.features import HOP_MS, N_CEPSTRA
from cuepress.sync.speech import SpeechMap

VERSION = 1  # goes up when the form changes, or what a listener measures
LONGEST_HEAD = 65_536
_F4, _I8, _U1 = np.dtype("<f4"), np.dtype("<i8"), np.dtype("u1")


def pack(sound: Acoustics, about: Mapping[str, Any]) -> bytes:
    """Return a sound as bytes; ``about`` is plain data that comes back with it."""
    speech = sound.speech
    arrays: list[NDArray[Any]] = [
        sound.frames.astype(_F4, copy=False),
        sound.level_db.astype(_F4, copy=False),
        speech.level_db.astype(_F4, copy=False),
        np.array(speech.intervals, _I8).reshape(-1, 2),
        speech.is_speech.astype(_U1),
    ]
    parts = [np.ascontiguousarray(array).data.cast("B") if array.size else b"" for array in arrays]
    crc = 0
    for part in parts:
        crc = zlib.crc32(part, crc)
    head = {
        "acoustics": VERSION,
        "n_frames": len(sound.frames),
        "n_intervals": len(speech.intervals),
        "duration_ms": sound.duration_ms,
        "crc": crc,
        "about": dict(about),
    }
    return b"".join([json.dumps(head).encode(), b"\n", *parts])


def about(data: bytes) -> Mapping[str, Any]:
    """Return what was said of a packed sound, from its beginning alone.

    Raises
    ------
    ValueError
        If it is no packed sound of this version.
    """
    said: dict[str, Any] = _head(data)[0]["about"]
    return said


def _head(data: bytes) -> tuple[dict[str, Any], int]:
    """Return the first line, checked, and where the arrays begin."""
    at = data.find(b"\n", 0, LONGEST_HEAD)
    try:
        head = json.loads(data[: max(at, 0)])
        numbers = [head[name] for name in ("acoustics", "n_frames", "n_intervals", "duration_ms", "crc")]
        is_right = all(type(number) is int and number >= 0 for number in numbers) and isinstance(
            head["about"], dict
        )
    except (ValueError, KeyError, TypeError, RecursionError) as failure:
        raise ValueError("this is no packed sound") from failure
    if not is_right or head["acoustics"] != VERSION:
        raise ValueError("this is no packed sound of this version")
    return head, at + 1


def unpack(data: bytes) -> Acoustics:
    """Return the sound that was packed; its arrays may not be written to.

    Raises
    ------
    ValueError
        If it is no packed sound of this version, or damaged.
    """
    head, at = _head(data)
    n_frames, n_intervals = head["n_frames"], head["n_intervals"]
    shapes = (
        (n_frames * N_CEPSTRA, _F4),
        (2 * n_frames + 1, _F4),
        (n_frames, _F4),
        (2 * n_intervals, _I8),
        (n_frames, _U1),
    )
    if at + sum(count * kind.itemsize for count, kind in shapes) != len(data):
        raise ValueError("the packed sound has another length than it says")
    if zlib.crc32(memoryview(data)[at:]) != head["crc"]:
        raise ValueError("the packed sound is damaged")
    arrays: list[NDArray[Any]] = []
    for count, kind in shapes:
        arrays.append(np.frombuffer(data, kind, count, at))
        at += count * kind.itemsize
    frames, level_db, speech_db, edges, is_speech = arrays
    intervals = edges.reshape(-1, 2).tolist()
    _check([frames, level_db, speech_db], intervals, is_speech, head["duration_ms"])
    speech = SpeechMap(HOP_MS, speech_db, is_speech.view(np.bool_), tuple((a, b) for a, b in intervals))
    return Acoustics(frames.reshape(-1, N_CEPSTRA), level_db, speech, head["duration_ms"])


def _check(
    numbers: list[NDArray[Any]], intervals: list[list[int]], is_speech: NDArray[np.uint8], duration_ms: int
) -> None:
    """Refuse values that nobody can have heard."""
    edges = [edge for interval in intervals for edge in interval]
    last_ms = max(len(is_speech) * HOP_MS, duration_ms) + HOP_MS
    if not all(np.isfinite(array).all() for array in numbers) or is_speech.max(initial=0) > 1:
        raise ValueError("the packed sound holds what is no number")
    if edges and (edges[0] < 0 or edges[-1] > last_ms or any(a > b for a, b in pairwise(edges))):
        raise ValueError("the packed sound has speech out of order")
