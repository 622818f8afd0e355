"""Hypothesis strategies for the nouns of the model, for every test that states a law about tracks."""

from __future__ import annotations

from hypothesis import strategies as st

from cuepress.model import Cue, Kind, Track

HOUR_MS = 3_600_000
SPOKEN_KINDS: tuple[Kind, ...] = ("captions", "subtitles", "descriptions", "chapters")

# Letters of many scripts, what formats give a meaning to, and what breaks careless readers: no-break and other
# spaces, line separators that are none in WebVTT, form feed, marks without width, characters beyond 16 bits.
_NASTY = "&<>-:.,;#{}[]()/\\\"'=0123456789 \u00a0\u202f\u3000\u2028\u2029\u0085\x0b\x0c\x1c"
_NASTY += "\u200b\u200f\u00ad\ufeff\U0001f600"
_FRAGMENTS = (
    *("-->", "->", "&amp;", "&lt;b&gt;", "&nbsp", "<i>", "</i>", "<v Bob>", "<00:01.000>", "<3", "{\\an8}", "{x}"),
    *(
        "WEBVTT",
        "NOTE",
        "STYLE",
        "REGION",
        "00:00:01.000 --> 00:00:02.000",
        "00:00:01,000 - 00:00:02,000",
        "00.00.01,000 > 00:00:02 000",
        "1",
        "NAME:",
        "- ",
        "\\N",
        "é",
        "e\u0301",
    ),
    *("مرحبا", "字幕", "क्षि", "🇫🇷", "« mot »", "l’été"),
)

_characters = st.one_of(
    st.characters(exclude_categories=("Cs", "Cc")),
    st.sampled_from(_NASTY),
    st.characters(min_codepoint=32, max_codepoint=126),
)
_pieces = st.one_of(st.text(_characters, max_size=12), st.sampled_from(_FRAGMENTS))


def one_lines(*, min_size: int = 0) -> st.SearchStrategy[str]:
    """Return strategy: text without a line break."""
    lines = st.lists(_pieces, max_size=4).map("".join)
    return lines.filter(lambda line: len(line) >= min_size)


def _has_ink(line: str) -> bool:
    return bool(line.strip(" \t\f\x0b\r"))


def texts(*, max_lines: int = 3) -> st.SearchStrategy[str]:
    """Return strategy: what ``Cue.text`` promises to keep: one to ``max_lines`` lines, none of them blank."""
    return st.lists(one_lines().filter(_has_ink), min_size=1, max_size=max_lines).map("\n".join)


def voices() -> st.SearchStrategy[str]:
    """Return strategy: no voice, or a name with single spaces."""
    names = one_lines().map(lambda name: " ".join(part for part in _ascii_split(name) if part))
    return st.one_of(st.just(""), names)


def _ascii_split(text: str) -> list[str]:
    for space in "\t\f\r":
        text = text.replace(space, " ")
    return text.split(" ")


_settings = st.one_of(
    st.just(""),
    st.lists(
        st.sampled_from(
            ["line:0", "line:-1", "line:90%,end", "position:45%,line-right", "size:35%", "align:start"]
        ),
        unique_by=lambda setting: setting.partition(":")[0],
        max_size=4,
    ).map(" ".join),
    st.sampled_from(["vertical:rl", "region:fred", "region:fred align:left"]),
)
# Times beyond a day are rare but real; beyond a hundred hours they are a fault of the file.
_starts = st.one_of(st.integers(0, 10_000), st.integers(0, 99 * HOUR_MS))


@st.composite
def cues(draw: st.DrawFn) -> Cue:
    """Draw a cue that every format of ours promises to write: it has text and lasts at least a millisecond."""
    start_ms = draw(_starts)
    return Cue(
        start_ms,
        start_ms + draw(st.one_of(st.integers(1, 10_000), st.integers(1, HOUR_MS))),
        draw(texts()),
        voice=draw(voices()),
        settings=draw(_settings),
    )


@st.composite
def marked_up_cues(draw: st.DrawFn) -> tuple[Cue, str]:
    """Draw a cue without text and a WebVTT payload for it: tags, references and text, well formed or not."""
    tags = (
        "<i>",
        "</i>",
        "<b>",
        "</b>",
        "<u.x>",
        "</u>",
        "<c.red.bg>",
        "</c>",
        "<ruby>",
        "<rt>",
        "</rt>",
        "</ruby>",
    )
    more = (
        "<v Ann>",
        "<v.loud Bob B>",
        "</v>",
        "<lang en>",
        "</lang>",
        "<00:00:01.000>",
        "<7>",
        "<x>",
        "<",
        ">",
        "<v",
        "\n",
    )
    pieces = st.one_of(
        one_lines(), st.sampled_from(tags + more), st.sampled_from(("&amp;", "&", "&lrm;", "&#10;", "&bogus;"))
    )
    payload = "".join(draw(st.lists(pieces, max_size=8)))
    start_ms = draw(_starts)
    return Cue(start_ms, start_ms + 1_000, ""), payload


@st.composite
def tracks(draw: st.DrawFn, *, max_cues: int = 6, kind: Kind | None = None) -> Track:
    """Draw a track with ids (each once), styles and regions, its cues in order; they may overlap."""
    drawn = sorted(draw(st.lists(cues(), max_size=max_cues)), key=lambda cue: cue.start_ms)
    ids = draw(st.lists(_ids, min_size=len(drawn), max_size=len(drawn), unique_by=lambda each: each or object()))
    numbered = tuple(
        Cue(cue.start_ms, cue.end_ms, cue.text, cue.voice, identifier, cue.settings)
        for cue, identifier in zip(drawn, ids, strict=True)
    )
    return Track(
        numbered,
        language=draw(st.sampled_from(["und", "fr", "ar", "zh-Hans", "pt-BR"])),
        kind=draw(st.just(kind) if kind else st.sampled_from(SPOKEN_KINDS)),
        styles=tuple(draw(st.lists(st.sampled_from(_STYLES), max_size=2))),
        regions=tuple(draw(st.lists(st.sampled_from(_REGIONS), max_size=2))),
    )


_ids = st.one_of(st.just(""), one_lines().filter(lambda line: "-->" not in line))
_STYLES = ("::cue { color: yellow }", "::cue(.red) {\n  color: red;\n}", "::cue(v[voice='Ann']) { color: lime }")
_REGIONS = ("id:fred\nwidth:40%\nlines:3", "id:bill\nregionanchor:0%,100%\nviewportanchor:10%,90%\nscroll:up")


def apart(track: Track) -> Track:
    """Return the track with each cue moved behind the one before, so that none overlap."""
    moved: list[Cue] = []
    at_ms = 0
    for cue in track.cues:
        start_ms = max(at_ms, cue.start_ms)
        at_ms = start_ms + cue.duration_ms
        moved.append(Cue(start_ms, at_ms, cue.text, cue.voice, cue.id, cue.settings, cue.markup))
    return Track(tuple(moved), track.language, track.kind, track.label, track.styles, track.regions)
