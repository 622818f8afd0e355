"""The sound of a video as an array: sample 0 is time 0 on the clock of the player (see ``probe``).

Sound that begins late is preceded by silence, gaps are filled with silence, an encoder's run-in is cut off, so
that a sample's place is its time, whatever edit lists, start times and frame rates the file has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import ffmpeg
import numpy as np

from cuepress import files
from cuepress.errors import MediaError
from cuepress.media import channels, process
from cuepress.media.channels import Liveliness, Mixture, Samples
from cuepress.media.probe import AudioStream, MediaInfo, probe
from cuepress.media.tools import Tools, find_tools

MAX_SOUND_MS = 12 * 3_600_000  # 2.8 GB of samples; a day's session is published in parts
_BYTES_PER_SAMPLE = 4
_PIECE_BYTES = 1 << 20
_EXTRA_MS = 60_000  # how much more than its measured length a file may yield

# Where a long sound is listened to in order to choose a track and a mixture: this often, this long.
_N_PLACES = 12
_PLACE_MS = 10_000
_MEASURE_LIMITS = process.Limits(idle_s=60, total_s=300)


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono float32 samples [shape=(n,)], full scale 1.0, and which stream of the file they are."""

    samples: Samples
    rate_hz: int
    stream: int
    warnings: tuple[str, ...] = ()


def decode(
    path: Path,
    *,
    info: MediaInfo | None = None,
    rate_hz: int = 16_000,
    stream: int | None = None,
    language: str = "",
    progress: Callable[[float], None] | None = None,
) -> Sound:
    """Decode the sound in which somebody speaks.

    Parameters
    ----------
    info
        What ``probe`` found, if that was called before.
    stream
        The index of the stream to take. None takes the track in ``language``, else the one with the liveliest
        speech, in doubt the default one.
    progress
        Called with the part that is done, from 0 to 1.

    Raises
    ------
    MediaError
        If the file has no sound, is longer than 12 hours, or its sound cannot be decoded.
    """
    pieces: list[Samples] = []
    heard = listen(
        path,
        pieces.append,
        info=info,
        rate_hz=rate_hz,
        stream=stream,
        language=language,
        progress=progress,
    )
    samples = np.concatenate(pieces) if len(pieces) > 1 else pieces[0]
    return Sound(samples, rate_hz, heard.stream, heard.warnings)


@dataclass(frozen=True, slots=True)
class Source:
    """Which stream of a file was listened to, and what the editor should know of the choice."""

    stream: int
    warnings: tuple[str, ...] = ()


def listen(
    path: Path,
    take: Callable[[Samples], None],
    *,
    info: MediaInfo | None = None,
    rate_hz: int = 16_000,
    stream: int | None = None,
    language: str = "",
    progress: Callable[[float], None] | None = None,
) -> Source:
    """Decode the same sound without holding it: ``take`` is called with each piece, in order, as it comes.

    Raises
    ------
    MediaError
        As ``decode`` does; some pieces may have been taken by then.
    """
    info = info or probe(path)
    if not info.audio:
        raise MediaError(
            "the video has no sound", files.shown(path), "its words can only be spread over its length"
        )
    if info.duration_ms > MAX_SOUND_MS:
        raise MediaError("the sound is longer than 12 hours", files.shown(path), "cut it into parts")
    tools = find_tools()
    track, mixture, warnings = _choose(path, info, tools, stream=stream, language=language)
    for piece in _pieces(path, info, _Chosen(tools, track, mixture, rate_hz), progress):
        take(piece)
    return Source(track.index, warnings)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What to decode: a track, a mixture of its channels, at a rate."""

    tools: Tools
    track: AudioStream
    mixture: Mixture
    rate_hz: int


def _pieces(
    path: Path, info: MediaInfo, source: _Chosen, progress: Callable[[float], None] | None
) -> Iterator[Samples]:
    """Yield the samples from time 0 on, as they come out of a pipe."""
    expected = max(1, info.duration_ms * source.rate_hz // 1_000)
    most = (info.duration_ms + _EXTRA_MS) * source.rate_hz // 1_000
    lead = _first_sample(path, info, source)
    if lead > most:
        raise MediaError("the sound begins after the end of the file", files.shown(path), "export it again")
    if lead > 0:
        yield np.zeros(lead, dtype="<f4")
    n_taken, n_run_in = max(lead, 0), max(-lead, 0)
    stream = process.Stream(_decode_argv(path, info, source, form="f32le"), process.Limits())
    for samples in _samples(stream):
        if not n_taken and samples.size <= n_run_in:
            n_run_in -= samples.size
            continue
        piece, n_run_in = samples[n_run_in:], 0
        n_taken += piece.size
        if n_taken > most:
            raise MediaError("the sound is far longer than the file", files.shown(path), "export it again")
        # A damaged stream can decode to infinities; to the mathematics that follows they would be contagious.
        yield piece if np.isfinite(piece).all() else np.nan_to_num(piece, posinf=0.0, neginf=0.0)
        if progress is not None:
            progress(min(1.0, n_taken / expected))
    if n_taken == max(lead, 0):
        raise _undecodable(stream.finished.stderr, path)


def _samples(chunks: Iterable[bytes]) -> Iterator[Samples]:
    """Turn what a pipe gives, cut anywhere, into samples, a second or more at a time."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        if len(held) >= _PIECE_BYTES:
            yield np.frombuffer(bytes(held[: _whole(len(held))]), dtype="<f4")
            del held[: _whole(len(held))]
    if len(held) >= _BYTES_PER_SAMPLE:
        yield np.frombuffer(bytes(held[: _whole(len(held))]), dtype="<f4")


def _whole(n_bytes: int) -> int:
    return n_bytes - n_bytes % _BYTES_PER_SAMPLE


def _first_sample(path: Path, info: MediaInfo, source: _Chosen) -> int:
    """Return where the first decoded sample belongs, counted in samples from time 0.

    FFmpeg's own way (``aresample=first_pts=0``) fills from zero again each time the layout of a broadcast changes.
    """
    argv = _decode_argv(path, info, source, form="framecrc", **{"frames:a": 1})
    done = process.run(argv, limits=_MEASURE_LIMITS)
    for line in done.stdout.decode("ascii", "replace").splitlines():
        if not line.startswith("#") and line.count(",") >= 5:
            return int(line.split(",")[2])
    raise _undecodable(done.stderr, path)


def _undecodable(stderr: str, path: Path) -> MediaError:
    if "encrypted" in stderr.lower() or "drm" in stderr.lower():
        return MediaError("the sound is encrypted", files.shown(path), "export it without copy protection")
    return MediaError(
        "the sound cannot be decoded", files.shown(path), "export it again as MP4 with H.264 and AAC"
    )


def _decode_argv(path: Path, info: MediaInfo, source: _Chosen, *, form: str, **options: int) -> list[str]:
    audio = ffmpeg.input(process.url_of(path), **process.INPUT_LIMITS)[str(source.track.index)]
    if source.track.channels > 1:
        audio = _in_usual_layout(audio, source.track.channels)
        audio = audio.filter("pan", **{"mono|c0": source.mixture.formula})
    audio = audio.filter("aresample", source.rate_hz, **{"async": 1})
    output = audio.output(
        "pipe:1", format=form, acodec="pcm_f32le", ac=1, ar=source.rate_hz, flush_packets=0, **options
    )
    return process.argv_of(output, source.tools.ffmpeg, keep_stamps=not info.is_shifted)


# --- choosing -------------------------------------------------------------------------------------------------


def _choose(
    path: Path, info: MediaInfo, tools: Tools, *, stream: int | None, language: str
) -> tuple[AudioStream, Mixture, tuple[str, ...]]:
    """Return the track and the mixture to take, and what the editor should know of the choice."""
    candidates = _candidates(info, path, stream=stream, language=language)
    if len(candidates) == 1 and candidates[0].channels <= 1:
        return candidates[0], channels.mixtures(1)[0], ()
    measured = {track.index: _measure(path, info, tools, track) for track in candidates}
    choices = {track.index: channels.choose(measured[track.index], track.channels) for track in candidates}
    track = _liveliest(candidates, {i: measured[i].get(choices[i], Liveliness(0.0, 0.0)) for i in choices})
    mixture = choices[track.index]
    return track, mixture, tuple(_warnings(info, track, mixture))


def _candidates(info: MediaInfo, path: Path, *, stream: int | None, language: str) -> list[AudioStream]:
    if stream is not None:
        chosen = [track for track in info.audio if track.index == stream]
        if not chosen:
            raise MediaError(f"there is no sound track {stream}", files.shown(path), "name one that the file has")
        return chosen
    usual_first = sorted(info.audio, key=lambda track: not track.is_default)
    in_language = [track for track in usual_first if language and _is_same_language(track.language, language)]
    return in_language or usual_first


def _is_same_language(tag: str, other: str) -> bool:
    return bool(tag) and tag.partition("-")[0].lower() == other.partition("-")[0].lower()


def _liveliest(candidates: list[AudioStream], found: dict[int, Liveliness]) -> AudioStream:
    """Return the usual track, unless it is silent or another one holds clearly more speech."""
    usual = candidates[0]
    heard = [track for track in candidates if not found[track.index].is_silent]
    if not heard:
        return usual
    best = max(heard, key=lambda track: found[track.index].swell)
    is_better = found[best.index].swell > found[usual.index].swell * 1.5
    return best if usual not in heard or is_better else usual


def _warnings(info: MediaInfo, track: AudioStream, mixture: Mixture) -> list[str]:
    notes = []
    usual = next((each for each in info.audio if each.is_default), info.audio[0])
    if track.index != usual.index:
        name = f" ({track.language})" if track.language else ""
        notes.append(f"sound track {track.index}{name} is used: it holds more speech than the default one")
    if mixture != channels.mixtures(track.channels)[0]:
        notes.append(f"speech was found in some channels of the sound only ({mixture.formula})")
    return notes


def _measure(path: Path, info: MediaInfo, tools: Tools, track: AudioStream) -> dict[Mixture, Liveliness]:
    """Listen to a track in places spread over it, and measure each mixture of its channels."""
    n = max(1, min(track.channels, 8))
    stretches: list[Samples] = []
    for from_ms, length_ms in _places(info.duration_ms):
        argv = _excerpt_argv(path, tools, track, from_ms=from_ms, length_ms=length_ms)
        raw = process.run(argv, limits=_MEASURE_LIMITS).stdout
        whole = len(raw) - len(raw) % (_BYTES_PER_SAMPLE * max(1, track.channels))
        heard = np.frombuffer(raw[:whole], dtype="<f4").reshape(-1, max(1, track.channels))[:, :n]
        stretches.append(np.nan_to_num(heard, posinf=0.0, neginf=0.0))
    return {
        mixture: channels.liveliness(
            [heard @ np.asarray(mixture.weights, dtype=np.float32) for heard in stretches]
        )
        for mixture in channels.mixtures(n)
    }


def _places(duration_ms: int) -> list[tuple[int, int]]:
    """Return (start, length) of the places to listen at: all of a short sound, parts of a long one."""
    if duration_ms <= _N_PLACES * _PLACE_MS:
        return [(0, duration_ms)]
    step_ms = (duration_ms - _PLACE_MS) // (_N_PLACES - 1)
    return [(place * step_ms, _PLACE_MS) for place in range(_N_PLACES)]


def _excerpt_argv(path: Path, tools: Tools, track: AudioStream, *, from_ms: int, length_ms: int) -> list[str]:
    source = ffmpeg.input(process.url_of(path), **process.INPUT_LIMITS, ss=from_ms / 1_000, t=length_ms / 1_000)[
        str(track.index)
    ]
    n = max(1, track.channels)
    output = _in_usual_layout(source, n).output("pipe:1", format="f32le", ac=n, ar=channels.MEASURE_RATE_HZ)
    return process.argv_of(output, tools.ffmpeg)


# Broadcasts switch between layouts; channels are named by their number here, so their order has to stay.
_USUAL_LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1|5.1(side)", 8: "7.1|7.1(wide)|7.1(wide-side)"}


def _in_usual_layout(audio: ffmpeg.Stream, n_channels: int) -> ffmpeg.Stream:
    layouts = _USUAL_LAYOUTS.get(n_channels)
    return audio.filter("aformat", channel_layouts=layouts) if layouts else audio
