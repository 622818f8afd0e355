"""What holds for every track and every file: laws, with Hypothesis."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cuepress import formats
from cuepress.errors import TrackError
from cuepress.formats.cue_text import escape, read_payload, tidy, write_payload
from cuepress.formats.reading import MAX_USUAL_MS
from cuepress.formats.subrip_text import has_marks
from cuepress.formats.subrip_times import broken_times, parse_times
from cuepress.model import Cue, Track
from strategies import apart, marked_up_cues, texts, tracks

EXTENSIONS = [".vtt", ".srt"]
law = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])


def reread(track: Track, extension: str) -> formats.Reading:
    data = formats.serialize(track, extension=extension).data
    return formats.parse(data, extension=extension, language=track.language, kind=track.kind)


class TestWebVTT:
    @law
    @given(tracks())
    def test_write_then_read_is_identity(self, track: Track) -> None:
        assert reread(track, ".vtt").track == track

    @law
    @given(tracks())
    def test_what_we_write_has_no_fault(self, track: Track) -> None:
        """A strict reader takes every file of ours, if the cues do not overlap."""
        spaced = apart(track)
        if all(cue.end_ms < MAX_USUAL_MS for cue in spaced.cues):
            data = formats.serialize(spaced, extension=".vtt").data
            assert formats.parse(data, extension=".vtt", kind=track.kind, is_strict=True).problems == ()

    @law
    @given(tracks())
    def test_nothing_is_reported_lost(self, track: Track) -> None:
        assert formats.serialize(track, extension=".vtt").losses == ()

    @law
    @given(st.text())
    def test_any_text_survives_as_payload(self, text: str) -> None:
        """No text can end its cue, begin another, or be taken for a tag."""
        payload = write_payload(Cue(0, 1, text))
        assert "-->" not in payload
        assert "" not in payload.split("\n")[1:]
        assert write_payload(Cue(0, 1, read_payload(payload).text)) == payload

    @law
    @given(marked_up_cues())
    def test_markup_survives(self, cue_and_payload: tuple[Cue, str]) -> None:
        cue, payload = cue_and_payload
        read = read_payload(payload)
        cue = replace(cue, text=read.text, voice=read.voice, markup=read.markup)
        assert reread(Track((cue,)), ".vtt").track.cues == (cue,)

    @law
    @given(marked_up_cues())
    def test_tidying_changes_nothing_that_is_shown(self, cue_and_payload: tuple[Cue, str]) -> None:
        _, payload = cue_and_payload
        before, after = read_payload(payload), read_payload(tidy(payload))
        assert (before.text, before.voice, before.markup) == (after.text, after.voice, after.markup)
        assert after.faults == ()
        assert tidy(tidy(payload)) == tidy(payload)

    @law
    @given(texts(), texts())
    def test_an_edited_cue_is_written_from_its_text(self, text: str, other: str) -> None:
        cue = Cue(0, 1_000, text, markup=f"<i>{escape(other)}</i>")
        assert reread(Track((cue,)), ".vtt").track.cues[0].text == text


class TestSubRip:
    @law
    @given(tracks(kind="captions"))
    @example(Track((Cue(0, 1, "1"), Cue(1, 2, "2"), Cue(2, 3, "3\n4"))))
    def test_times_and_text_survive(self, track: Track) -> None:
        """Text that SubRip can tell from tags and times comes back, but for spaces at the ends of lines."""
        kept = [cue for cue in track.cues if not has_marks(cue.text) and not _looks_like_times(cue.text)]
        plain = Track(tuple(replace(cue, voice="", id="", settings="") for cue in kept))
        wanted = [(cue.start_ms, cue.end_ms, _trimmed(cue.text)) for cue in kept]
        found = [(cue.start_ms, cue.end_ms, cue.text) for cue in reread(plain, ".srt").track.cues]
        assert found == wanted

    @law
    @given(tracks(kind="captions"))
    def test_every_cue_keeps_its_times(self, track: Track) -> None:
        """Not even text that looks like times makes a cue or ends one."""
        found = reread(track, ".srt").track.cues
        assert [(cue.start_ms, cue.end_ms) for cue in found] == [(cue.start_ms, cue.end_ms) for cue in track.cues]

    @law
    @given(marked_up_cues())
    def test_italics_survive_the_way_through_webvtt(self, cue_and_payload: tuple[Cue, str]) -> None:
        cue, _ = cue_and_payload
        italic = replace(cue, text="a b c", markup="a <i>b</i> c")
        found = reread(Track((italic,)), ".srt").track.cues[0]
        assert (found.text, found.markup) == (italic.text, italic.markup)


def _looks_like_times(text: str) -> bool:
    return any(parse_times(line) or broken_times(line) for line in text.split("\n"))


def _trimmed(text: str) -> str:
    return "\n".join(line.strip(" \t") for line in text.split("\n"))


@pytest.mark.parametrize("extension", EXTENSIONS)
class TestBoth:
    @law
    @given(data=st.binary(max_size=300))
    def test_any_bytes_give_a_track_or_our_error(self, data: bytes, extension: str) -> None:
        for is_strict in (False, True):
            with contextlib.suppress(TrackError):
                reading = formats.parse(data, extension=extension, is_strict=is_strict)
                assert not (is_strict and reading.problems), "a strict reading has no problems left to tell"

    @law
    @given(
        lines=st.lists(
            st.one_of(
                st.text(max_size=10),
                st.sampled_from(
                    ["", "1", "2", "WEBVTT", "NOTE", "STYLE", "REGION", "id:x", "<i>", "{\\an8}", "-->", " "]
                ),
                st.from_regex(
                    r"-?\d{0,3}:?\d{1,3}[:;]\d{1,3}([,.:]\d{0,4})? ?(-->|->|→|-)? ?"
                    r"\d{1,2}:?\d\d:\d\d[,.]\d{3}( \w+:\S{1,4})?",
                    fullmatch=True,
                ),
            ),
            max_size=12,
        ),
        newline=st.sampled_from(["\n", "\r\n", "\r"]),
        has_signature=st.booleans(),
        encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"]),
    )
    def test_what_was_read_once_stays_as_it_is(
        self, *, lines: list[str], newline: str, has_signature: bool, encoding: str, extension: str
    ) -> None:
        """Anything that looks like a track is read; written and read again, it says the same."""
        text = newline.join([*(["WEBVTT", ""] if has_signature else []), *lines])
        with contextlib.suppress(TrackError):
            read = formats.parse(text.encode(encoding, "surrogatepass"), extension=extension).track
            kept = replace(read, cues=tuple(cue for cue in read.cues if cue.end_ms > cue.start_ms))
            once = reread(kept, extension).track
            assert reread(once, extension).track == once

    @law
    @given(track=tracks(), bom=st.booleans(), newline=st.sampled_from(["lf", "crlf"]))
    def test_newline_and_bom_do_not_matter_to_a_reader(
        self, *, track: Track, bom: bool, newline: formats.Newline, extension: str
    ) -> None:
        options = formats.WriteOptions(newline=newline, bom=bom)
        data = formats.serialize(track, extension=extension, options=options).data
        assert data.startswith(b"\xef\xbb\xbf") is bom
        assert data.count(b"\n") == data.count(b"\r\n") or newline == "lf"
        found = formats.parse(data, extension=extension, language=track.language, kind=track.kind).track
        assert found == reread(track, extension).track
