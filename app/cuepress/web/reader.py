"""A video as its reader meets it: which languages there are, which one is theirs, titles and texts in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import request

from cuepress import language
from cuepress.errors import CuepressError, LibraryError
from cuepress.library import Entry, TrackFile
from cuepress.manifest import TrackRecord
from cuepress.model import Kind
from cuepress.web.chapters import Chapters, from_cues
from cuepress.web.paragraphs import Paragraph, make_paragraphs
from cuepress.web.shelf import NO_RECORD, Record, current_shelf, read_track

# Languages this near to the one that was asked for will do (CLDR's scale: es-MX for es is 4, da for no is 8).
NEAR_ENOUGH = 10
MAX_ACCEPTED_LANGUAGES = 10
SHOWN_KINDS = frozenset({"captions", "subtitles"})


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text in a language of its own, as HTML has to mark it."""

    text: str
    lang: str = ""
    dir: str = "auto"


@dataclass(frozen=True, slots=True)
class Video:
    """One video: its files, and how they were made. ``fault`` says why that could not be read."""

    entry: Entry
    record: Record = NO_RECORD
    fault: str = ""

    @property
    def spoken(self) -> str:
        return self.record.manifest.spoken

    @property
    def duration_ms(self) -> int:
        media = self.record.manifest.media
        return media.duration_ms if media else 0

    @property
    def shown_tracks(self) -> list[TrackFile]:
        """What a viewer can read under the picture: the spoken language first, the others by their names."""
        tracks = [track for track in self.entry.tracks if track.kind in SHOWN_KINDS]
        return sorted(tracks, key=self._rank)

    def _rank(self, track: TrackFile) -> tuple[bool, str]:
        return track.language != self.spoken, language_name(track.language).text.casefold()

    def languages(self) -> list[str]:
        return list(dict.fromkeys(track.language for track in self.shown_tracks))

    def made(self, tag: str) -> TrackRecord | None:
        return self.record.manifest.tracks.get(tag)

    def kind_of(self, track: TrackFile) -> Kind:
        """Return captions or subtitles as the manifest tells them apart; file names do not."""
        made = self.made(track.language)
        is_translation = track.kind == "captions" and made is not None and made.kind == "subtitles"
        return "subtitles" if is_translation else track.kind

    def title_in(self, tag: str) -> str:
        made = self.made(tag)
        return made.title if made else ""

    def title(self, tag: str) -> Passage:
        """Return the first line of the title in a language, else in the one spoken, else the name of the file."""
        return next(iter(self._title_lines(tag)), Passage(self.entry.stem))

    def subtitle(self, tag: str) -> list[Passage]:
        """Return the other lines of the title block: the occasion, the day, the place."""
        return self._title_lines(tag)[1:]

    def _title_lines(self, tag: str) -> list[Passage]:
        for wanted in (tag, self.spoken):
            made = self.made(wanted)
            if made and made.title:
                lines = [part.text for part in made.unspoken if part.kind == "title"]
                is_whole = " ".join(lines) == made.title  # else the title comes from the document's properties
                chosen = lines if is_whole else [made.title]
                return [Passage(line, wanted, language.direction(wanted)) for line in chosen]
        return []

    def paragraphs(self, track: TrackFile) -> list[Paragraph]:
        """Return the words of a track to be read.

        Raises
        ------
        TrackError
            If the file is no track.
        """
        reading = read_track(track, kind=track.kind)
        return make_paragraphs(reading.track.cues, track.language, self.record.breaks.get(track.language))

    def shown_track(self, tag: str) -> TrackFile | None:
        """Return the track whose words are read in a language, or None."""
        return next((track for track in self.shown_tracks if track.language == tag), None)

    def chapters(self, tag: str) -> Chapters:
        """Return the chapters in a language, else in the one spoken, else in any; a track goes before headings."""
        tracks = [track for track in self.entry.tracks if track.kind == "chapters"]
        for wanted in dict.fromkeys((tag, self.spoken, *(track.language for track in tracks))):
            found = self.chapters_in(wanted)
            if found.list:
                return found
        return Chapters()

    def chapters_in(self, tag: str) -> Chapters:
        """Return the chapters in one language; a track that cannot be read has none."""
        track = self.entry.find_track(tag, "chapters")
        if track is None:
            return self.record.chapters.get(tag, Chapters())
        try:
            return from_cues(read_track(track, kind="chapters").track.cues, tag)
        except CuepressError:
            return Chapters()


def find(stem: str) -> Video | None:
    """Return a video of the library, or None."""
    entry = current_shelf().find(stem)
    return open_video(entry) if entry else None


def open_video(entry: Entry) -> Video:
    """Join a video with what its manifest says; one that cannot be read leaves the video watchable."""
    try:
        return Video(entry, current_shelf().record(entry))
    except LibraryError as error:
        return Video(entry, fault=f"{error.what}; {error.next_step}")


def language_name(tag: str) -> Passage:
    """Return a language's name in itself, marked as being in it."""
    if tag == language.UNDETERMINED:
        from cuepress.web import interface  # which asks this module who reads

        return Passage(interface.gettext("Unknown language"), interface.chosen(), "auto")
    return Passage(language.autonym(tag), tag, language.direction(tag))


def choose_language(tags: Sequence[str], *, spoken: str = "") -> str:
    """Return the language for this reader: the one in the address, else of their browser, else the spoken one."""
    wanted = request.args.get("lang", "").casefold()
    for tag in tags:
        if tag.casefold() == wanted:
            return tag
    return nearest(accepted_languages(), tuple(tags)) or (spoken if spoken in tags else next(iter(tags), ""))


def accepted_languages() -> tuple[str, ...]:
    """Return the languages that the reader's browser wants, the dearest first."""
    accepted = [tag for tag, quality in request.accept_languages if quality > 0]
    return tuple(accepted[:MAX_ACCEPTED_LANGUAGES])


@lru_cache(maxsize=512)
def nearest(accepted: Iterable[str], tags: Sequence[str]) -> str:
    """Return the language that suits a reader of these best; both are tuples. Nothing if none is near enough."""
    import langcodes

    for wanted in accepted:
        if len(wanted) > 35 or wanted == "*":  # RFC 5646 §4.4.1: tags up to 35 characters are kept
            continue
        try:
            found, distance = langcodes.closest_match(wanted, list(tags), max_distance=NEAR_ENOUGH)
        except ValueError:
            continue
        if found in tags and distance <= NEAR_ENOUGH:
            return found
    return ""
