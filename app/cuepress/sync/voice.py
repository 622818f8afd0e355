"""Speech of a text, made by espeak-ng inside this process, with the exact place of each word and sound in it.

The library comes with the package ``espeakng-loader``: no program is started, no weights are needed. Its state
is one per process, so one lock guards it; and it is not thread-safe even for asking, so every call is inside.
"""

from __future__ import annotations

import ctypes
import os
import re
import threading
from _ctypes import dlclose
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from cuepress import language
from cuepress.errors import SyncError, UsageError

EventKind = Literal["word", "sentence", "phoneme", "end"]

DEFAULT_WORDS_PER_MINUTE = 165
MAX_CHARACTERS = 100_000  # two hours of speech in one call; a sentence is the usual size


@dataclass(frozen=True, slots=True)
class Event:
    """Something begins at a sample. ``offset`` and ``length`` count characters of the text; ``name`` is a sound.

    Samples are exact; the milliseconds that espeak-ng also tells are not, and are not kept.
    """

    kind: EventKind
    sample: int
    offset: int
    length: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """What was spoken: mono int16 samples [shape=(n,)] and what begins where, in order."""

    samples: npt.NDArray[np.int16]
    rate_hz: int
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice: the BCP 47 tag of its language, its name, and how espeak-ng calls it."""

    tag: str
    name: str
    identifier: str


def speak(text: str, *, tag: str, words_per_minute: int = DEFAULT_WORDS_PER_MINUTE) -> Speech:
    """Speak a text.

    Parameters
    ----------
    text
        Plain text of one language; no markup is interpreted.
    tag
        The BCP 47 tag of its language.
    words_per_minute
        The pace, from 80 to 450.

    Raises
    ------
    SyncError
        If there is no voice for the language, the text is too long, or espeak-ng fails.
    """
    if len(text) > MAX_CHARACTERS:
        raise SyncError(f"{len(text):,} characters are too many to be spoken at once", "", "divide the text")
    voice = find_voice(tag)
    with _engine() as engine:
        return engine.speak(text.replace("\0", " "), voice, words_per_minute=words_per_minute)


def find_voice(tag: str) -> Voice:
    """Return the voice for a language: of its region if there is one, else of the language.

    Raises
    ------
    SyncError
        If espeak-ng does not speak the language.
    """
    known = _voices_by_name()
    wanted = tag.lower()
    shorter = (wanted.rsplit("-", n)[0] for n in range(wanted.count("-") + 1))
    for name in (*(each for each in _MANDARIN_OR_CANTONESE.get(wanted, ())), *shorter):
        found = known.get(_OTHER_NAMES.get(name, name))
        if found is not None:
            return found
    raise SyncError(f"there is no voice for {tag}", "", "see `cuepress languages` for those that there are")


def closest_tag(tag: str) -> str:
    """Return a tag that there is a voice for: this one, or that of the nearest related language.

    Nearness is that of CLDR's language matching: how well readers of one language get on with the other.

    Raises
    ------
    SyncError
        If no related language is spoken here.
    """
    try:
        find_voice(tag)
    except SyncError:
        import langcodes

        try:
            related = langcodes.closest_supported_match(
                tag, [each.tag for each in voices()], max_distance=_MOST_DISTANT
            )
        except ValueError:  # a tag that is none, such as a private one
            related = None
        if related is None:
            raise
        return related
    return tag


def voices() -> tuple[Voice, ...]:
    """Return one voice per language tag that can be spoken, ordered by tag."""
    found: dict[str, Voice] = {}
    for name, voice in _voices_by_name().items():
        tag = _tag(name)
        if tag and tag not in found and name not in _MISNAMED:
            found[tag] = Voice(tag, voice.name, voice.identifier)
    return tuple(found[tag] for tag in sorted(found))


def version() -> str:
    """Return the version of espeak-ng.

    Raises
    ------
    SyncError
        If its library cannot be loaded.
    """
    with _engine() as engine:
        return engine.version


# Chinese is written in one script and spoken in several languages; where a tag names a place, that decides.
_MANDARIN_OR_CANTONESE = {"zh-hk": ("yue",), "zh-hant-hk": ("yue",), "zh-mo": ("yue",), "zh-hant-mo": ("yue",)}
# Tags of one language that espeak-ng has under another.
_OTHER_NAMES = {"zh": "cmn", "nn": "nb", "no": "nb", "iw": "he", "in": "id", "tl": "fil", "hbs": "hr", "sh": "hr"}


_MOST_DISTANT = 40  # of 100: German for Swiss German is 8, French for Breton 20, English for Zulu 34

# Names of regions that are no regions: as tags they would mean Bosnia and Chile.
_MISNAMED = frozenset({"ca-ba", "ca-nw", "ca-va", "ru-cl"})


def _tag(name: str) -> str:
    """Return espeak-ng's name of a language as a BCP 47 tag, or nothing for its private ones."""
    try:
        return language.normalise_tag(name)
    except UsageError:
        return ""


@lru_cache(maxsize=1)
def _voices_by_name() -> dict[str, Voice]:
    """Return the best voice for each of espeak-ng's names of languages, lower case."""
    with _engine() as engine:
        listed = engine.list_voices()
    ranked = sorted(
        (priority, order, name.lower(), Voice(name, title, identifier))
        for order, (title, identifier, names) in enumerate(listed)
        for priority, name in names
    )
    best: dict[str, Voice] = {}
    for _, _, name, voice in ranked:
        best.setdefault(name, voice)
    return best


# --- espeak-ng's own interface (speak_lib.h) ------------------------------------------------------------------

_LOCK = threading.RLock()

_AUDIO_OUTPUT_SYNCHRONOUS = 2
_INITIALIZE_PHONEME_EVENTS = 0x0001
_INITIALIZE_PHONEME_IPA = 0x0002
_INITIALIZE_DONT_EXIT = 0x8000  # without it, missing data ends the whole process
_CHARS_UTF8 = 1
_POS_CHARACTER = 1
_RATE = 1
_EE_OK = 0
_KINDS: dict[int, EventKind] = {1: "word", 2: "sentence", 5: "end", 7: "phoneme"}


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


class _VoiceRecord(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


class _Engine:
    """The loaded library. It gives sound to one callback, which is kept here as long as it may be called."""

    def __init__(self) -> None:
        self._library = _load()
        self._sound = bytearray()
        self._events: list[Event] = []
        self._callback = _Callback(self._take)
        flags = _INITIALIZE_PHONEME_EVENTS | _INITIALIZE_PHONEME_IPA | _INITIALIZE_DONT_EXIT
        self.rate_hz = int(self._library.espeak_Initialize(_AUDIO_OUTPUT_SYNCHRONOUS, 0, _data_path(), flags))
        if self.rate_hz <= 0:
            self.close()
            raise SyncError("espeak-ng cannot be started: its data is missing", "", _ADVICE)
        self._library.espeak_SetSynthCallback(self._callback)

    def close(self) -> None:
        self._library.espeak_Terminate()
        dlclose(self._library._handle)  # noqa: SLF001 - ctypes has no public way to let a library go

    @property
    def version(self) -> str:
        return bytes(self._library.espeak_Info(None)).decode("ascii", "replace")

    def speak(self, text: str, voice: Voice, *, words_per_minute: int) -> Speech:
        self._sound, self._events = bytearray(), []
        library = self._library
        _check(library.espeak_SetVoiceByName(voice.identifier.encode()), f"load the voice {voice.name}")
        _check(library.espeak_SetParameter(_RATE, words_per_minute, 0), "set the pace")
        encoded = text.encode("utf-8", "replace")
        spoken = library.espeak_Synth(encoded, len(encoded) + 1, 0, _POS_CHARACTER, 0, _CHARS_UTF8, None, None)
        _check(spoken, "speak the text")
        _check(library.espeak_Synchronize(), "finish speaking")
        samples = np.frombuffer(bytes(self._sound), dtype=np.int16)
        return Speech(samples, self.rate_hz, tuple(self._events))

    def _take(self, wave: int | None, n_samples: int, events: ctypes.Array[_Event]) -> int:
        if wave and n_samples > 0:
            self._sound += ctypes.string_at(wave, 2 * n_samples)
        index = 0
        while events[index].type != 0:
            event = _event(events[index])
            if event is not None:
                self._events.append(event)
            index += 1
        return 0  # go on

    def list_voices(self) -> list[tuple[str, str, list[tuple[int, str]]]]:
        """Return (name, identifier, [(priority, language)]) of each voice; a smaller priority is better."""
        records = self._library.espeak_ListVoices(None)
        listed = []
        index = 0
        while records[index]:
            record = records[index].contents
            title, identifier = (value.decode("utf-8", "replace") for value in (record.name, record.identifier))
            names = _languages(record.languages)
            if _has_dictionary(identifier, names):
                listed.append((title, identifier, names))
            index += 1
        return listed


@contextmanager
def _engine() -> Iterator[_Engine]:
    """Load the library for one use, which costs 4 ms.

    What was spoken before shifts the periods of the voice, and no call of the library takes that back: the same
    text would give a slightly other sound each time. A library loaded anew has no past.
    """
    with _LOCK:
        engine = _Engine()
        try:
            yield engine
        finally:
            engine.close()


_ADVICE = "install it again with: pip install --force-reinstall espeakng-loader"


def _load() -> ctypes.CDLL:
    try:
        import espeakng_loader

        library = ctypes.CDLL(espeakng_loader.get_library_path())
    except (ImportError, OSError) as failure:
        raise SyncError("espeak-ng cannot be loaded", "", _ADVICE) from failure
    library.espeak_Info.restype = ctypes.c_char_p
    library.espeak_Info.argtypes = [ctypes.c_void_p]
    library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_VoiceRecord))
    library.espeak_ListVoices.argtypes = [ctypes.c_void_p]
    library.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
    library.espeak_SetSynthCallback.argtypes = [_Callback]
    library.espeak_SetVoiceByName.argtypes = [ctypes.c_char_p]
    library.espeak_SetParameter.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int]
    library.espeak_Synth.argtypes = [
        ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
        ctypes.c_void_p, ctypes.c_void_p,
    ]  # fmt: skip
    return library


def _data_path() -> bytes:
    import espeakng_loader

    try:
        return str(espeakng_loader.get_data_path()).encode()
    except RuntimeError as failure:
        raise SyncError("the data of espeak-ng is missing", "", _ADVICE) from failure


def _has_dictionary(identifier: str, names: list[tuple[int, str]]) -> bool:
    """Tell whether a voice can read: some are listed without the dictionary that they need, and stay silent."""
    data = Path(os.fsdecode(_data_path()))
    definition = data / "lang" / identifier
    told = definition.read_text(encoding="utf-8", errors="replace") if definition.is_file() else ""
    named = re.search(r"^dictionary\s+(\S+)", told, re.MULTILINE)
    dictionaries = [named[1]] if named else [name.partition("-")[0] for _, name in names]
    return any((data / f"{dictionary}_dict").is_file() for dictionary in dictionaries)


def _check(code: int, what: str) -> None:
    if code != _EE_OK:
        raise SyncError(f"espeak-ng could not {what} (code {code})", "", _ADVICE)


def _event(raw: _Event) -> Event | None:
    kind = _KINDS.get(raw.type)
    if kind is None:
        return None
    name = raw.id.string.decode("utf-8", "replace") if kind == "phoneme" else ""
    return Event(kind, raw.sample, max(0, raw.text_position - 1), raw.length, name)


def _languages(address: int) -> list[tuple[int, str]]:
    """Read the list of a voice's languages: a byte of priority, a name, a zero; a zero priority ends it."""
    found = []
    while priority := ctypes.string_at(address, 1)[0]:
        name = ctypes.string_at(address + 1)
        found.append((priority, name.decode("ascii", "replace")))
        address += len(name) + 2
    return found
