"""Run FFmpeg so that a hostile file can neither hold us up nor make it read anything else.

Every process has a limit for silence and one for its whole life, is the leader of its own group, and is killed
with that group whatever happens. What it complains is kept up to a limit.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from cuepress import files
from cuepress.errors import MediaError
from cuepress.media import sniff

_CHUNK_BYTES = 1 << 18
_PIPE_BYTES = 1 << 20  # what Linux lets everybody have
_MAX_STDERR_BYTES = 1 << 20  # a file of a thousand tracks is described in less
_MAX_STDOUT_BYTES = 1 << 28  # of ``run``; ``stream`` has no limit, its caller counts

# Containers that hold what they play. Not here, on purpose: hls, dash, concat, sdp, rtsp, imf, image2 and every
# other format that names further files or addresses; formats that render text (tty, subtitles) or scripts.
_CONTAINERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,ogg,avi,asf,flv,mpegts,mpeg,mpegvideo,m4v,h264,hevc,ivf,mxf,gxf,dv,nut,"
    "wtv,rm,wav,w64,aiff,au,caf,mp3,aac,ac3,eac3,dts,truehd,flac,ape,wv,tta,tak,mpc,mpc8,amr,amrnb,amrwb,dss,spx"
)
INPUT_LIMITS = {
    "protocol_whitelist": "file",
    "format_whitelist": _CONTAINERS,
    "probesize": 50_000_000,  # bytes, and
    "analyzeduration": 30_000_000,  # microseconds: a sound that begins half a minute late is still found
}
_GLOBAL_OPTIONS = ("-nostdin", "-hide_banner", "-max_alloc", "1000000000")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a process may be silent, and how long it may live."""

    idle_s: float = 120.0
    total_s: float = 4 * 3_600.0


@dataclass(slots=True)
class Finished:
    """What a process left: its exit code, its output, and its complaints (only the last megabyte)."""

    code: int = 0
    stdout: bytes = b""
    stderr: str = ""


@dataclass(slots=True)
class Stream:
    """A running process. Iterate over its output; then ``finished`` says how it ended.

    It runs in ``folder`` if one is given, with ``variables`` beside those of our own environment.
    """

    argv: Sequence[str]
    limits: Limits
    finished: Finished = field(default_factory=Finished)
    folder: Path | None = None
    variables: Mapping[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[bytes]:
        process = _start(self.argv, stdin=subprocess.DEVNULL, folder=self.folder, variables=self.variables)
        _widen(process)
        complaints = bytearray()
        try:
            yield from _output(process, complaints, self.limits)
            self.finished.code = process.wait(timeout=self.limits.idle_s)
        except subprocess.TimeoutExpired as late:
            raise _too_slow(self.limits.idle_s) from late
        finally:
            kill_group(process)
            self.finished.stderr = _text(complaints)


def run(
    argv: Sequence[str], *, limits: Limits, folder: Path | None = None, variables: Mapping[str, str] | None = None
) -> Finished:
    """Run a program to its end and return all that it said; its exit code is for the caller to judge."""
    stream = Stream(argv, limits, folder=folder, variables=variables or {})
    output = bytearray()
    for chunk in stream:
        output += chunk
        if len(output) > _MAX_STDOUT_BYTES:
            raise MediaError("this file has far too many packets to be a message", "", "export it again")
    stream.finished.stdout = bytes(output)
    return stream.finished


def feed(argv: Sequence[str], chunks: Iterable[bytes], *, limits: Limits) -> Finished:
    """Run a program that reads ``chunks`` on its standard input and writes files, not output."""
    import tempfile

    with tempfile.TemporaryFile() as complaints:
        process = _start(argv, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=complaints.fileno())
        watchdog = threading.Timer(limits.total_s, kill_group, [process])
        watchdog.start()
        try:
            with contextlib.suppress(BrokenPipeError):  # it gave up; its exit code and complaints say why
                _write_all(process, chunks)
            process.wait()
        finally:
            watchdog.cancel()
            kill_group(process)
        complaints.seek(0)
        return Finished(process.returncode, b"", _text(complaints.read(_MAX_STDERR_BYTES)))


def _write_all(process: subprocess.Popen[bytes], chunks: Iterable[bytes]) -> None:
    stdin = process.stdin
    if stdin is None:
        raise ValueError("a process without a standard input cannot be fed")
    with stdin:
        for chunk in chunks:
            stdin.write(chunk)


def _start(
    argv: Sequence[str],
    *,
    stdin: int,
    stdout: int = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
    folder: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 - a list of arguments, never a shell
            list(argv),
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
            cwd=folder,
            env={**os.environ, **variables} if variables else None,
        )
    except OSError as failure:
        raise MediaError(f"the program cannot be started ({failure.strerror})", argv[0]) from failure


def _widen(process: subprocess.Popen[bytes]) -> None:
    """Let more of the output wait in the pipe, so that the program goes on while we are busy with what we have."""
    if process.stdout is not None and hasattr(fcntl, "F_SETPIPE_SZ"):
        with contextlib.suppress(OSError):  # more than this user may have
            fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _output(process: subprocess.Popen[bytes], complaints: bytearray, limits: Limits) -> Iterator[bytes]:
    """Yield the output as it comes; collect the complaints; raise when a limit is passed."""
    deadline = time.monotonic() + limits.total_s
    with selectors.DefaultSelector() as selector:
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                selector.register(pipe, selectors.EVENT_READ)
        while selector.get_map():
            ready = selector.select(max(0.0, min(limits.idle_s, deadline - time.monotonic())))
            if not ready:
                raise _too_slow(limits.idle_s)
            for key, _ in ready:
                chunk = os.read(key.fd, _CHUNK_BYTES)
                if not chunk:
                    selector.unregister(key.fileobj)
                elif key.fileobj is process.stdout:
                    yield chunk
                else:
                    complaints += chunk
                    del complaints[:-_MAX_STDERR_BYTES]


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started, if any of it is left, and close its pipes."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


class _Graph(Protocol):
    """What ffmpeg-python builds; it has no types."""

    def compile(self, cmd: list[str]) -> list[str]: ...


def argv_of(output: _Graph, program: Path, *, level: str = "error", keep_stamps: bool = False) -> list[str]:
    """Return the command of a graph made by ffmpeg-python; ``keep_stamps`` leaves a file's times as they are."""
    beginning = [str(program), *_GLOBAL_OPTIONS, "-v", level, *(["-copyts"] if keep_stamps else [])]
    return [argument.translate(_AS_BYTES) for argument in output.compile(cmd=beginning)]


def url_of(path: Path) -> str:
    """Return what ``name_of`` returns as ffmpeg-python can hold it."""
    return name_of(path).translate(_AS_PRIVATE)


def name_of(path: Path) -> str:
    """Return a file's name so that FFmpeg takes no part of it for an option, a protocol or a pattern."""
    return "file:" + os.path.abspath(path)  # noqa: PTH100 - resolve() follows links, and could change the name


# Bytes of a name that are not UTF-8 are surrogates in Python, which ffmpeg-python cannot hold: while a command is
# built, private characters stand for them.
_SURROGATES, _PRIVATE = range(0xDC80, 0xDD00), range(0x10FC80, 0x10FD00)
_AS_PRIVATE = dict(zip(_SURROGATES, _PRIVATE, strict=True))
_AS_BYTES = dict(zip(_PRIVATE, _SURROGATES, strict=True))


def failure(stderr: str, path: Path) -> MediaError:
    """Turn FFmpeg's complaints about a file into ours."""
    where = files.shown(path)
    if "moov atom not found" in stderr and sniff.begins_as_mp4(path):
        return MediaError("the file is cut off or damaged: its table of contents is missing", where, _COPY_AGAIN)
    if "Invalid data found" in stderr or "EBML header parsing failed" in stderr or "not a known format" in stderr:
        return MediaError("this is not a video or sound file that can be read", where, _CONVERT)
    last = next((line for line in reversed(stderr.splitlines()) if line.strip()), "no reason given")
    told = files.shown(last.replace(name_of(path), where))[:200]
    return MediaError(f"FFmpeg cannot read the file ({told.strip()})", where, _CONVERT)


_COPY_AGAIN = "copy or export it again"
_CONVERT = "export it as MP4 with H.264 and AAC"


def _text(complaints: bytes | bytearray) -> str:
    return bytes(complaints).decode("utf-8", "surrogateescape")


def _too_slow(idle_s: float) -> MediaError:
    return MediaError(
        f"FFmpeg did not get on with the file (silent for {idle_s:.0f} s or far too long at work)",
        "",
        "copy it to a local disk, or export it again as MP4",
    )
