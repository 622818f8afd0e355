"""Ways to break a clean track, one for each rule at least: times, texts, words, sound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from cuepress import cueing
from cuepress.language import is_unspaced
from cuepress.model import Cue, Paragraph
from cuepress.review import checking
from seeded_case import Case, Fault, Seeded
from seeded_signs import SIGN_FAULTS

JUDGE = checking.ProfileJudge(cueing.load_profile("cuepress"))
LATIN = ("fr", "en", "tr")


def _middle(case: Case) -> int:
    return len(case.track.cues) // 2


def _near(index: int, reach: int = 1) -> tuple[int, ...]:
    """Return the numbers of a cue and those beside it."""
    return tuple(range(max(index + 1 - reach, 1), index + 2 + reach))


def _moved(cue: Cue, by_ms: int) -> Cue:
    return replace(cue, start_ms=cue.start_ms + by_ms, end_ms=cue.end_ms + by_ms)


def shift(case: Case) -> Seeded:
    return Seeded(case.with_cues([_moved(cue, 300) for cue in case.track.cues]))


def drift(case: Case) -> Seeded:
    cues = case.track.cues
    return Seeded(case.with_cues([_moved(cue, round(cue.start_ms * 0.001)) for cue in cues]))


def jump(case: Case) -> Seeded:
    at = _middle(case)
    cues = [_moved(cue, 1_000 if index >= at else 0) for index, cue in enumerate(case.track.cues)]
    return Seeded(case.with_cues(cues), _near(at, 4))


def _long_cue(case: Case, from_index: int = 3) -> int:
    """Return a cue with enough words and time that it is missed."""
    cues = case.track.cues
    return next(
        at for at in range(from_index, len(cues)) if cues[at].duration_ms > 3_000 and len(cues[at].text) > 12
    )


def drop(case: Case) -> Seeded:
    at = _long_cue(case)
    return Seeded(case.with_cues([*case.track.cues[:at], *case.track.cues[at + 1 :]]), _near(at))


def swap(case: Case) -> Seeded:
    at = _long_cue(case, 10)
    one, other = case.track.cues[at], case.track.cues[at + 1]
    swapped = case.with_cue(at, text=other.text).with_cue(at + 1, text=one.text)
    return Seeded(swapped, _near(at, 2))


def short(case: Case) -> Seeded:
    at = _middle(case)
    return Seeded(case.with_cue(at, end_ms=case.track.cues[at].start_ms + 400), (at + 1,))


def fast(case: Case) -> Seeded:
    at = _long_cue(case)
    cue = case.track.cues[at]
    return Seeded(case.with_cue(at, end_ms=cue.start_ms + cue.duration_ms // 3), (at + 1,))


def overlap(case: Case) -> Seeded:
    at = _middle(case)
    return Seeded(case.with_cue(at, end_ms=case.track.cues[at + 1].start_ms + 700), (at + 2,))


def no_gap(case: Case) -> Seeded:
    at = _middle(case)
    return Seeded(case.with_cue(at, end_ms=case.track.cues[at + 1].start_ms), (at + 2,))


def flicker(case: Case) -> Seeded:
    at = _middle(case)
    return Seeded(case.with_cue(at, end_ms=case.track.cues[at + 1].start_ms - 250), (at + 2,))


def long(case: Case) -> Seeded:
    last = len(case.track.cues) - 1
    return Seeded(case.with_cue(last, end_ms=case.track.cues[last].start_ms + 9_000), (last + 1,))


def past_end(case: Case) -> Seeded:
    last = len(case.track.cues) - 1
    by_ms = case.heard.duration_ms if case.heard else 0
    return Seeded(case.with_cue(last, start_ms=by_ms + 100, end_ms=by_ms + 2_000), (last + 1,))


def order(case: Case) -> Seeded:
    blocks = case.text.rstrip("\n").split("\n\n")
    at = _middle(case)
    blocks[at], blocks[at + 1] = blocks[at + 1], blocks[at]
    return Seeded(case.with_text("\n\n".join(blocks) + "\n"), _near(at))


def ends_before(case: Case) -> Seeded:
    lines = case.text.split("\n")
    found = [index for index, line in enumerate(lines) if "-->" in line]
    at = _middle(case)
    begin, _, end = lines[found[at]].partition(" --> ")
    lines[found[at]] = f"{begin} --> {begin[:-3]}000"
    return Seeded(case.with_text("\n".join(lines)), (at + 1,), found[at] + 1) if begin < end else _missing()


def _missing() -> Seeded:
    raise AssertionError("the sample has no place for this fault")


def wrong_tag(case: Case) -> Seeded:
    wrong = {"fr": "en", "en": "fr", "ar": "tr", "tr": "de", "zh-Hans": "ja"}[case.tag]
    return Seeded(replace(case, name=f"talk.{wrong}.vtt", transcript=None))


def no_tag(case: Case) -> Seeded:
    return Seeded(replace(case, name="talk.vtt", transcript=None))


def mojibake(case: Case) -> Seeded:
    at = next(index for index, cue in enumerate(case.track.cues) if not cue.text.isascii() and index > 2)
    data = case.track.cues[at].text.encode()
    broken = "".join(_as_windows(byte) for byte in data)
    return Seeded(case.with_cue(at, text=broken), (at + 1,))


def _as_windows(byte: int) -> str:
    return bytes([byte]).decode("cp1252") if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else chr(byte)


def replacement(case: Case) -> Seeded:
    at = _middle(case)
    return Seeded(case.with_cue(at, text=case.track.cues[at].text[:-1] + "\ufffd"), (at + 1,))


def merged_lines(case: Case) -> Seeded:
    cues = case.track.cues
    joint = "" if is_unspaced(case.tag) else " "
    most = 16 if is_unspaced(case.tag) else 42
    at = next(index for index, cue in enumerate(cues) if "\n" in cue.text and len(cue.text) > most + 4)
    return Seeded(case.with_cue(at, text=cues[at].text.replace("\n", joint)), (at + 1,))


def many_lines(case: Case) -> Seeded:
    at = _middle(case)
    text = case.track.cues[at].text.replace("\n", "")
    cut = len(text) // 4
    parts = [text[:cut], text[cut : 2 * cut], text[2 * cut : 3 * cut], text[3 * cut :]]
    return Seeded(case.with_cue(at, text="\n".join(part.strip() for part in parts)), (at + 1,))


def empty(case: Case) -> Seeded:
    at = _middle(case)
    lines, n = case.text.split("\n"), 0
    for index, line in enumerate(lines):
        n += "-->" in line
        if n == at + 1:
            end = lines.index("", index)
            return Seeded(case.with_text("\n".join([*lines[: index + 1], *lines[end:]])), (at + 1,))
    return _missing()


def _places(text: str, tag: str) -> Iterator[tuple[str, str]]:
    """Yield each way to part a text in two where a line may end."""
    flat = text.replace("\n", "" if is_unspaced(tag) else " ")
    for match in re.finditer(r" " if not is_unspaced(tag) else r"(?<=.)(?=.)", flat):
        yield flat[: match.start()], flat[match.end() :]


def bad_line_end(case: Case) -> Seeded | None:
    for at, cue in enumerate(case.track.cues):
        for before, after in _places(cue.text, case.tag):
            if JUDGE.bad_end(before, after, case.tag) and f"{before}\n{after}" != cue.text:
                return Seeded(case.with_cue(at, text=f"{before}\n{after}"), (at + 1,))
    return None


def bad_cue_end(case: Case) -> Seeded | None:
    cues = case.track.cues
    for at, (cue, following) in enumerate(pairwise(cues)):
        rest_ms = following.start_ms - cue.end_ms
        if JUDGE.bad_end(cue.text.rsplit("\n", 1)[-1], following.text, case.tag) or rest_ms > 900:
            continue
        for before, after in _places(cue.text, case.tag):
            if JUDGE.bad_end(before, after, case.tag):
                moved = case.with_cue(at, text=before).with_cue(at + 1, text=f"{after}\n{following.text}")
                return Seeded(moved, (at + 1,))
    return None


def orphan(case: Case) -> Seeded | None:
    if is_unspaced(case.tag):
        return None
    for at, cue in enumerate(case.track.cues):
        words = cue.text.split()
        if len(words) > 4 and len(words[-1]) <= 7:
            return Seeded(case.with_cue(at, text=f"{' '.join(words[:-1])}\n{words[-1]}"), (at + 1,))
    return None


def mark_first(case: Case) -> Seeded:
    for at, cue in enumerate(case.track.cues):
        match = re.search(r"[,،，](?=.{3})", cue.text.replace("\n", " "))
        if match:
            flat = cue.text.replace("\n", " ")
            return Seeded(case.with_cue(at, text=f"{flat[: match.start()]}\n{flat[match.start() :]}"), (at + 1,))
    return _missing()


def _at_space(case: Case, change: str, pattern: str = " ") -> Seeded | None:
    """Change the first match of a pattern in a cue in the middle or after it."""
    if is_unspaced(case.tag):
        return None
    for at in range(_middle(case), len(case.track.cues)):
        cue = case.track.cues[at]
        changed = re.sub(pattern, change, cue.text, count=1)
        if changed != cue.text:
            return Seeded(case.with_cue(at, text=changed), (at + 1,))
    return None


def double_space(case: Case) -> Seeded | None:
    return _at_space(case, "  ")


def space_before(case: Case) -> Seeded | None:
    return _at_space(case, r"\1 ,", r"(\w),") if case.tag != "ar" else None


def no_space_after(case: Case) -> Seeded | None:
    return _at_space(case, r"\1,\2", r"([a-zéçğışöü]),[ \n]([a-zéçğışöü])") if case.tag in LATIN else None


def repeated_mark(case: Case) -> Seeded | None:
    return _at_space(case, r"\1,,", r"(\w),") if case.tag in LATIN else None


def ellipses(case: Case) -> Seeded:
    texts = [cue.text for cue in case.track.cues]
    bare = [text.rstrip(".,;،。，") for text in texts]
    changed = case.with_cue(2, text=bare[2] + "…").with_cue(5, text=bare[5] + "…")
    return Seeded(changed.with_cue(9, text=bare[9] + "..."), (10,))


def french_spaces(case: Case) -> Seeded | None:
    if case.tag != "fr":
        return None
    texts = [cue.text for cue in case.track.cues]
    changed = case.with_cue(2, text=texts[2].rstrip(".") + " !").with_cue(5, text=texts[5].rstrip(".") + "\u202f?")
    return Seeded(changed.with_cue(9, text=texts[9].rstrip(".") + "?"), (10,))


def doubled_word(case: Case) -> Seeded | None:
    if is_unspaced(case.tag):
        return None
    right = checking_right_twice(case.tag)
    for at, cue in enumerate(case.track.cues):
        for match in re.finditer(r"(?<=\s)[^\W\d_]{2,}(?=\s)", cue.text):
            word = match[0]
            if JUDGE.bad_end(word, word, case.tag) and word.lower() not in right:
                text = f"{cue.text[: match.end()]} {word}{cue.text[match.end() :]}"
                return Seeded(case.with_cue(at, text=text), (at + 1,))
    return None


def checking_right_twice(tag: str) -> set[str]:
    from cuepress.checks import text

    return text._RIGHT_TWICE.get(tag, set())


def stray_tag(case: Case) -> Seeded:
    at = _middle(case)
    return Seeded(case.with_cue(at, text="{\\an8}" + case.track.cues[at].text), (at + 1,))


def stray_font(case: Case) -> Seeded:
    at = _middle(case)
    return Seeded(case.with_cue(at, text=f"<font color=red>{case.track.cues[at].text}</font>"), (at + 1,))


def mixed_script(case: Case) -> Seeded | None:
    if case.tag not in LATIN:
        return None
    return _at_space(case, "\\1\u0430\\2", r"([a-z])a([a-z])")


def changed_word(case: Case) -> Seeded:
    at = _middle(case)
    text = case.track.cues[at].text
    words = text.split() if not is_unspaced(case.tag) else [text[3]]
    longest = max(words, key=len)
    instead = "Xylophone" if not is_unspaced(case.tag) else "龘"
    return Seeded(case.with_cue(at, text=text.replace(longest, instead, 1)), _near(at))


def added_words(case: Case) -> Seeded:
    at = _middle(case)
    added = "Lorem ipsum dolor" if not is_unspaced(case.tag) else "龘龘龘"
    return Seeded(case.with_cue(at, text=f"{added} {case.track.cues[at].text}"), _near(at))


def missing_words(case: Case) -> Seeded:
    at = _long_cue(case, 8)
    text = case.track.cues[at].text
    kept = text[: len(text) // 4] if is_unspaced(case.tag) else " ".join(text.split()[:1])
    return Seeded(case.with_cue(at, text=kept), _near(at))


def _without_speech(case: Case, from_ms: int, to_ms: int) -> Case:
    assert case.heard is not None
    cut = [
        part
        for each in case.heard.speech
        for part in ((each[0], min(each[1], from_ms)), (max(each[0], to_ms), each[1]))
    ]
    speech = tuple((start, end) for start, end in sorted(set(cut)) if start < end)
    return replace(case, heard=replace(case.heard, speech=speech))


def early(case: Case) -> Seeded:
    at = _long_cue(case, 12)
    cue = case.track.cues[at]
    return Seeded(_without_speech(case, cue.start_ms - 10, cue.start_ms + 1_200), (at + 1,))


def _onset_cue(case: Case) -> int:
    """Return a cue that lasts, with which speech begins after a pause."""
    assert case.heard is not None
    onsets = [start for (_, end), (start, _) in pairwise(case.heard.speech) if start - end > 280]
    return next(
        at
        for at, cue in enumerate(case.track.cues)
        if at > 2 and cue.duration_ms > 2_500 and min(abs(cue.start_ms - each) for each in onsets) < 100
    )


def late(case: Case) -> Seeded:
    at = _onset_cue(case)
    cue = case.track.cues[at]
    return Seeded(case.with_cue(at, start_ms=cue.start_ms + 1_200), (at + 1,))


def cut_off(case: Case) -> Seeded:
    """Let a cue leave in the middle of its last stretch of speech."""
    assert case.heard is not None
    for at, (cue, following) in enumerate(pairwise(case.track.cues)):
        inside = [part for part in case.heard.speech if cue.start_ms <= part[0] + 50 and part[1] <= cue.end_ms]
        is_long = inside and inside[-1][1] - inside[-1][0] > 1_400
        if at > 2 and is_long and following.start_ms - inside[-1][1] < 900:
            return Seeded(case.with_cue(at, end_ms=inside[-1][1] - 900), (at + 1,))
    return _missing()


def lingers(case: Case) -> Seeded:
    last = len(case.track.cues) - 1
    cue = case.track.cues[last]
    return Seeded(case.with_cue(last, end_ms=cue.end_ms + 1_900), (last + 1,))


def silent(case: Case) -> Seeded:
    at = _long_cue(case, 12)
    cue = case.track.cues[at]
    return Seeded(_without_speech(case, cue.start_ms - 300, cue.end_ms + 300), (at + 1,))


def loud_sound(case: Case) -> Seeded:
    """Let something be loud for five seconds in a pause after the middle of the track."""
    assert case.heard is not None
    at = _middle(case)
    from_ms = case.track.cues[at].end_ms + 500
    cues = [*case.track.cues[: at + 1], *(_moved(cue, 6_000) for cue in case.track.cues[at + 1 :])]
    moved = [(a + 6_000 * (a > from_ms - 500), b + 6_000 * (a > from_ms - 500)) for a, b in case.heard.speech]
    heard = replace(case.heard, speech=tuple(moved), loud=((from_ms, from_ms + 5_000),))
    return Seeded(replace(case.with_cues(cues), heard=heard), (at + 1,))


def music(case: Case) -> Seeded:
    at = _middle(case)
    name = {"fr": "[musique]", "en": "[music]", "ar": "[موسيقى]", "tr": "[müzik]", "zh-Hans": "[音乐]"}[case.tag]
    return Seeded(case.with_cue(at, text=f"{name}\n{case.track.cues[at].text}"), (at + 1,))


def anonymous(case: Case) -> Seeded:
    changed = case
    for at in (4, 8, 12):
        changed = changed.with_cue(at, text=f"- {case.track.cues[at].text}")
    return Seeded(changed)


def unnamed(case: Case) -> Seeded:
    assert case.transcript is not None
    spoken = tuple(
        Paragraph(each.text, "Anna" if index % 2 else "Bert", each.sounds)
        for index, each in enumerate(case.transcript.paragraphs)
    )
    return Seeded(replace(case, transcript=replace(case.transcript, paragraphs=spoken)))


def no_sounds(case: Case) -> Seeded:
    length_ms = case.track.cues[-1].end_ms + 1_000
    cues = [_moved(cue, part * length_ms) for part in range(4) for cue in case.track.cues]
    return Seeded(replace(case.with_cues(cues), transcript=None, heard=None))


def stays_on(case: Case) -> Seeded:
    """Let a few characters stand for as long as a cue may, where nothing comes after them."""
    last = len(case.track.cues) - 1
    cue = case.track.cues[last]
    few = {"ar": "نعم.", "zh-Hans": "是。"}.get(case.tag, "Ok.")
    return Seeded(case.with_cue(last, end_ms=cue.start_ms + 6_500, text=few), (last + 1,))


def no_inverted_mark(case: Case) -> Seeded:
    at = next(index for index, cue in enumerate(case.track.cues) if cue.text.startswith("¿"))
    return Seeded(case.with_cue(at, text=case.track.cues[at].text[1:]), (at + 1,))


def left_over_waiver(case: Case) -> Seeded:
    """Accept what the track does not have."""
    waiver = 'rule = "text.empty"\nat = "0:30"\nreason = "a rest"\nname = "Anne Martin"\n'
    return Seeded(replace(case, waivers=f"[[waiver]]\n{waiver}"))


FAULTS = (
    Fault("shift by 300 ms", "sync.offset", shift),
    Fault("drift of 0.1 %", "sync.drift", drift),
    Fault("a second put in", "sync.jump", jump),
    Fault("drop a sentence", "text.missing", drop),
    Fault("drop a sentence (heard)", "sync.uncaptioned", drop),
    Fault("swap two cues", "text.missing", swap),
    Fault("some words left out", "text.missing", missing_words),
    Fault("another word", "text.changed", changed_word),
    Fault("words put in", "text.added", added_words),
    Fault("shorten", "time.short", short),
    Fault("shorten (speed)", "speed.cps", fast),
    Fault("stays on", "speed.lingers", stays_on),
    Fault("no inverted mark", "typography.inverted_mark", no_inverted_mark, ("es",)),
    Fault("overlap", "time.overlap", overlap),
    Fault("no gap", "time.gap", no_gap),
    Fault("a gap that flickers", "time.flicker", flicker),
    Fault("too long", "time.long", long),
    Fault("past the end", "time.past_end", past_end),
    Fault("out of order", "time.order", order),
    Fault("out before in", "time.ends_before_it_starts", ends_before),
    Fault("wrong tag", "text.language", wrong_tag),
    Fault("no tag", "text.unknown_language", no_tag),
    Fault("mojibake", "text.mojibake", mojibake),
    Fault("broken character", "text.mojibake", replacement),
    Fault("merged lines", "text.line_length", merged_lines),
    Fault("four lines", "text.lines", many_lines),
    Fault("no text", "text.empty", empty),
    Fault("line ends badly", "breaks.line_end", bad_line_end),
    Fault("cue ends badly", "breaks.cue_end", bad_cue_end),
    Fault("orphan", "breaks.orphan", orphan),
    Fault("mark at a line's begin", "breaks.mark_first", mark_first),
    Fault("two spaces", "typography.double_space", double_space),
    Fault("space before comma", "typography.space_before", space_before),
    Fault("no space after comma", "typography.no_space_after", no_space_after),
    Fault("two commas", "typography.repeated_mark", repeated_mark),
    Fault("dots in two ways", "typography.ellipsis", ellipses),
    Fault("French spaces in two ways", "typography.french_space", french_spaces),
    Fault("word twice", "text.doubled_word", doubled_word),
    Fault("override as text", "text.stray_tag", stray_tag),
    Fault("font tag as text", "text.stray_tag", stray_font),
    Fault("Cyrillic letter", "text.mixed_script", mixed_script),
    Fault("comes early", "sync.early", early),
    Fault("comes late", "sync.late", late),
    Fault("leaves early", "sync.cut_off", cut_off),
    Fault("stays", "sync.lingers", lingers),
    Fault("nobody speaks", "sync.silent", silent),
    Fault("loud sound of nothing", "sounds.undescribed", loud_sound),
    Fault("music without note", "sounds.music", music),
    Fault("turns of nobody", "speakers.anonymous", anonymous),
    Fault("speakers without name", "speakers.unnamed", unnamed),
    Fault("long without sounds", "sounds.none_described", no_sounds),
    *SIGN_FAULTS,
    Fault("waiver of nothing", "waiver.unused", left_over_waiver),
)
