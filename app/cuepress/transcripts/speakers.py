"""Who speaks: ``MODERATOR:``, ``**Name:**``, a bold name on its own line, ``Q.``/``A.``, ``Name  0:12``.

A colon alone makes no speaker: ``Nous le savons tous : dans …`` is speech. A label must look like a name and be
backed by the document: it comes back, it is bold or in capitals, it names a role, or nearly every line has one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cuepress.transcripts import headers, sounds
from cuepress.transcripts.labels import (
    MAX_LABEL_CHARACTERS,
    Candidate,
    Form,
    is_capitals,
    is_role,
    looks_like_name,
)
from cuepress.transcripts.lines import Line, divided, without
from cuepress.transcripts.stamps import has_stamp, is_all_times
from cuepress.transcripts.vocabulary import (
    GREETING,
    HONORIFIC,
    METADATA_KEYS,
    NEVER_SPEAKERS,
    NOTES,
    PARTICIPANTS,
    folded,
)

# White space is taken possessively (*+, ++): what a reader blanks out leaves runs of it, thousands long, and every
# shorter beginning of one would be tried.
_LEAD = r"^\s*+(?:[-–—•*]\s++|[-–—](?=[^\W\d_])|#++\s++|>{1,3}\s*+)?"
_COLON = re.compile(
    _LEAD + r"(?P<label>[^:：\n]{1,70}?)\s*+(?:[:：](?=\s|$|[\"“«‘'(\[♪¿¡–—])|：|:(?=[^\W\d_]))\s*"
)
_DASH = re.compile(_LEAD + r"(?P<label>[^\n.:]{1,3}\.?\s?[^\n.:]{1,60}?)\.?\s*+\.\s*+[–—-]\s+")
_SPACED_DASH = re.compile(_LEAD + r"(?P<label>[^\n.:–—,;]{2,40}?)\s++[–—]\s++(?=\S)")
# Parliaments set a name in front and a full stop behind it: Mme Caron. Je serai brève. The SPEAKER. Order!
_STOP = re.compile(
    _LEAD + r"(?P<label>(?:(?:MM?|Mr|Mrs|Ms|Mmes?|Mlle|Dr|Sr|Sra)\.?\s|The\s(?=[A-Z]{4}))[^\n.:!?,;]{2,60}?)\.\s++"
    r"(?=[^\W\d_a-zà-ÿ])"
)
# Question and answer by their first letters, in several languages; a letter counts where its pair is there.
_PAIRS = ("qa", "qr", "pr", "fa", "dr", "во", "va", "sc", "问答", "問答")
_QUESTION = re.compile(r"^\s*+(?P<label>[QAPRFDВОVSC])(?:\s*+(?:[.)]|\.\s?[-–—])\s+|\t+|\s{2,}|\s+[-–—]\s+)(?=\S)")
_BRACKET = re.compile(r"^\s*+(?:\[(?P<label>[^\[\]]{2,40})\]|<(?P<angle>[^<>]{2,40})>)\s*+[:：]?\s*+(?=\S)")
_ARROWS = re.compile(r"^\s*>{2,3}\s*(?!>)")
# A greeting before a comma, a speaker before a colon: Mr Speaker: Order.
_CHAIR = re.compile(r"(?:mr|mrs|ms|madam|m|mme)\.?\s(?:l[ea]\s)?(?:presidente?|chair\w*|speaker)$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")  # Thu, Mar 4 2021  12:40 names nobody
_FINAL_MARKS = tuple(".!?…—–:;。！？؟۔।]")
_CLOSING = '"”’») \t\n\u00a0\u202f\u3000'
_RUN_ON_CHARACTERS = 160


def name_speakers(lines: Sequence[Line]) -> list[Line]:
    """Take labels off the lines that they stand on; a line without one belongs to the turn before."""
    lines = _divide_run_on(lines)
    accepted = _accepted(_candidates(lines), lines)
    return [_labelled(line, accepted.get(index)) for index, line in enumerate(lines)]


def _labelled(line: Line, found: Candidate | None) -> Line:
    if found is None:
        return line
    return replace(without(line, 0, found.end), speaker=found.label)


def _candidates(lines: Sequence[Line]) -> list[Candidate]:
    return [found for index, line in enumerate(lines) if (found := _candidate(index, line, lines)) is not None]


def _candidate(index: int, line: Line, lines: Sequence[Line]) -> Candidate | None:
    text = line.masked
    if not text.strip() or line.speaker is not None:
        return None
    in_sentence = _is_inside_sentence(index, lines)
    arrows = _ARROWS.match(text)
    forms: list[tuple[Form, re.Match[str] | None]] = [
        ("question", _QUESTION.match(text)),
        ("colon", _COLON.match(text)),
        ("bracket", _BRACKET.match(text)),
        ("dash", _DASH.match(text) or _SPACED_DASH.match(text)),
        ("stop", _STOP.match(text)),
    ]
    for form, match in forms:
        if match is None:
            continue
        label = _cleaned_label(match["label"] or (match["angle"] if form == "bracket" else ""))
        if _may_be_label(label, form) and not (in_sentence and not _stands_out(line, match, label)):
            return Candidate(
                index,
                label,
                match.end(),
                form,
                _is_bold_until(line, match),
                bool(text[match.end() :].strip()),
                has_stamp(line),
            )
    if in_sentence:
        return None
    bold = _bold_lead(index, line)
    if bold is not None:
        return bold
    if arrows:
        return Candidate(index, "", arrows.end(), "arrows", is_bold=False, has_text=True)
    return _alone(index, line, lines)


def _bold_lead(index: int, line: Line) -> Candidate | None:
    """Find a name in bold that text in another weight follows, without a colon: ``**Anna** Hello``."""
    end = 0
    for run in line.runs:
        if run.text.strip() and not run.is_bold and run.unspoken is None:
            break
        end += len(run.text)
    label = _cleaned_label(line.masked[:end]) if 0 < end <= MAX_LABEL_CHARACTERS else ""
    if end == len(line.text) or not looks_like_name(label, max_words=5) or not _may_be_label(label, "bold"):
        return None
    return Candidate(index, label, end, "bold", is_bold=True, has_text=True, has_stamp=has_stamp(line))


def _is_inside_sentence(index: int, lines: Sequence[Line]) -> bool:
    """Tell whether a line goes on with a sentence that a typesetter broke: a colon in it is no new turn."""
    if index == 0 or not lines[index].is_wrapped:
        return False
    before = lines[index - 1]
    return before.block == lines[index].block and bool(before.spoken) and not _ends_sentence(before.spoken)


def _ends_sentence(said: str) -> bool:
    """Tell whether a final mark or a closing bracket stands at the end, whatever closes behind it."""
    bare = said.rstrip(_CLOSING)
    return bare.endswith(_FINAL_MARKS) or ")" in said[len(bare) :]


def _stands_out(line: Line, match: re.Match[str], label: str) -> bool:
    return is_capitals(label) or _is_bold_until(line, match) or (is_role(label) and label[:1].isupper())


def _cleaned_label(label: str) -> str:
    bare = label.strip(" \t\u00a0\u202f\u200e\u200f*_-–—.,|•")
    if bare[:1] + bare[-1:] in {"[]", "<>"}:
        bare = bare[1:-1]
    return " ".join(bare.split()) + _closing_dot(label)


def _closing_dot(label: str) -> str:
    """Keep the full stop of an abbreviation: ``John Smith Jr.``, ``Anna B.``."""
    return "." if re.search(r"\b(?:jr|sr|[^\W\d_])\.\s*$", label, re.IGNORECASE) else ""


def _may_be_label(label: str, form: Form) -> bool:
    if not label or not any(character.isalpha() for character in label):
        return False
    key = folded(label)
    if key in NEVER_SPEAKERS or re.sub(r"\s*[\divx]+$", "", key) in NEVER_SPEAKERS:
        return False
    if GREETING.match(label) and not (form in {"colon", "stop"} and _CHAIR.match(key)):
        return False
    if sounds.is_sound(label) or key.startswith(("http", "www.")) or _YEAR.search(label):
        return False
    if form == "bracket":
        return looks_like_name(label, max_words=4) and not NOTES.match(key.split()[0])
    return len(label) <= 60


def _is_bold_until(line: Line, match: re.Match[str]) -> bool:
    """Tell whether the label is bold, and what follows it is not."""
    is_bold = _is_styled(line, match.start("label"), match.end("label"))
    return is_bold and (not line.is_bold or not line.masked[match.end() :].strip())


def _is_styled(line: Line, start: int, end: int) -> bool:
    offset = 0
    for run in line.runs:
        inside = run.text[max(0, start - offset) : max(0, end - offset)]
        offset += len(run.text)
        if inside.strip() and run.unspoken is None and not run.is_bold:
            return False
    return True


def _alone(index: int, line: Line, lines: Sequence[Line]) -> Candidate | None:
    """Find a name that has the line to itself, and speech below it."""
    said = line.spoken
    if len(said) > MAX_LABEL_CHARACTERS:
        return None
    label = _cleaned_label(said)
    if not looks_like_name(label, max_words=5) or said[-1] in ".,;:!?" or folded(label) in NEVER_SPEAKERS:
        return None
    if not _may_be_label(label, "alone") or not _has_speech_below(index, lines):
        return None
    return Candidate(
        index,
        label,
        len(line.text),
        "alone",
        line.is_bold or line.kind == "heading",
        has_text=False,
        has_stamp=_is_stamped(index, lines),
    )


def _is_stamped(index: int, lines: Sequence[Line]) -> bool:
    """Tell whether a time stands on the line, right above or right below it; the times of a cue do not count."""
    beside = [line for line in lines[max(0, index - 1) : index + 2] if line.block == lines[index].block]
    return has_stamp(lines[index]) or any(is_all_times(line) and "->" not in line.text for line in beside)


def _has_speech_below(index: int, lines: Sequence[Line]) -> bool:
    below = next((line for line in lines[index + 1 : index + 4] if line.spoken), None)
    return below is not None and below.kind not in {"heading", "title"} and not below.is_bold


def _accepted(candidates: Sequence[Candidate], lines: Sequence[Line]) -> Mapping[int, Candidate]:
    """Return the candidates that name a speaker, by line."""
    fields = headers.fields(candidates, lines)
    candidates = [found for found in candidates if found.form != "colon" or found.key not in fields]
    counts = Counter(found.key for found in candidates if found.form not in {"alone", "bold"})
    strong = {found.line for found in candidates if _is_strong(found, counts)}
    known = frozenset(found.key for found in candidates if found.line in strong)
    strong |= headers.names(candidates, lines, known=known)
    strong |= {found.line for found in candidates if strong and _is_titled(found)}
    is_dialogue = len({found.key for found in candidates if found.line in strong}) >= 2
    is_dialogue = is_dialogue or _is_made_of_turns(candidates, lines)
    is_small = _opens_turns_small([found for found in candidates if found.line in strong], lines)
    habitual = _habitual(candidates, counts, len(_openings(lines)))
    first = next(iter(_openings(lines)), -1)
    return {
        found.line: found
        for found in candidates
        if found.line in strong
        or (is_dialogue and _is_weak(found, counts) and (is_small or not _goes_on_small(found, lines)))
        or (found.line == first and _is_introduction(found, lines[found.line]))
        or (found.form == "colon" and found.key in habitual)
    }


def _openings(lines: Sequence[Line]) -> list[int]:
    """Return the indices of lines where a turn could begin: all but headings and the inside of wrapped text."""
    return [
        index
        for index, line in enumerate(lines)
        if line.spoken
        and line.kind not in {"heading", "title"}
        and not (index and lines[index - 1].block == line.block and _goes_on(lines[index - 1], line))
    ]


def _goes_on(before: Line, line: Line) -> bool:
    return line.is_wrapped or (line.spoken[0].islower() and not _ends_sentence(before.spoken))


def _is_made_of_turns(candidates: Sequence[Candidate], lines: Sequence[Line]) -> bool:
    """Tell whether half of the lines have a name before a colon, or several names stand above the text."""
    openings = _openings(lines)
    found_names = [found for found in candidates if found.form == "colon" and looks_like_name(found.label)]
    above = {found.key for found in found_names if not found.has_text}
    named = [found.line for found in found_names if not _goes_on_small(found, lines)]
    is_habit = len(named) >= 2 and len(named) * 2 >= len(openings) and named[0] in openings[:3]
    return is_habit or len(above) >= 2


def _goes_on_small(found: Candidate, lines: Sequence[Line]) -> bool:
    """``Peace: it is what we want``: what follows a speaker's name begins as a sentence does."""
    return lines[found.line].masked[found.end :].lstrip(" \"“«‘'¡¿([")[:1].islower()


def _opens_turns_small(speakers: Sequence[Candidate], lines: Sequence[Line]) -> bool:
    """Tell whether what is said begins with a small letter here, so that it does not tell ``Color: red`` apart."""
    small = [_goes_on_small(found, lines) for found in speakers if found.has_text]
    return sum(small) * 2 > len(small)


def _is_strong(found: Candidate, counts: Mapping[str, int]) -> bool:
    """Tell whether a label is a speaker whatever the rest of the document looks like."""
    repeated = counts[found.key] >= 2
    by_form: dict[Form, bool] = {
        "arrows": True,
        "bold": False,  # with "alone", by the company it keeps
        "question": any(all(counts[letter] for letter in pair) for pair in _PAIRS if found.key in pair),
        "alone": False,
        "bracket": repeated,
        "dash": _is_dash_label(found, repeated=repeated),
        "stop": repeated and _is_name_or_chair(found.label),
        "colon": _is_colon_label(found, repeated=repeated),
    }
    return by_form[found.form]


def _is_colon_label(found: Candidate, *, repeated: bool) -> bool:
    if found.key in METADATA_KEYS and not is_role(found.label):
        return found.is_bold and repeated
    return (
        is_role(found.label)
        or (found.is_bold and (looks_like_name(found.label, max_words=8) or repeated))
        or _is_capital_name(found.label)
        or (repeated and looks_like_name(found.label) and found.key not in PARTICIPANTS)
    )


def _is_titled(found: Candidate) -> bool:
    """``Ms. Wanjiru (Kenya):`` says by its title that she speaks, where somebody else is known to."""
    shows_it = HONORIFIC.match(found.label) or (found.form == "stop" and found.label.startswith("The "))
    return found.form in {"colon", "stop"} and bool(shows_it) and _is_name_or_chair(found.label)


def _is_name_or_chair(label: str) -> bool:
    return looks_like_name(label) or is_role(HONORIFIC.sub("", label).removeprefix("The "))


def _is_dash_label(found: Candidate, *, repeated: bool) -> bool:
    """``M. DUPONT. – Merci`` is the French habit; ``Paris – une ville`` is a sentence."""
    if not looks_like_name(found.label):
        return False
    backed = (
        bool(HONORIFIC.match(found.label)) or is_capitals(found.label) or is_role(found.label) or found.is_bold
    )
    return backed and (repeated or is_capitals(found.label.split()[-1]) or found.is_bold or is_role(found.label))


def _is_capital_name(label: str) -> bool:
    """``ANNA BELL`` and ``MODERATOR`` are names; ``NATO`` and ``COVID-19`` may be what is talked about."""
    return is_capitals(label) and (len(label.split()) >= 2 or (len(label) >= 5 and label.isalpha()))


def _is_weak(found: Candidate, counts: Mapping[str, int]) -> bool:
    """Tell whether a label is a speaker in a document that has speakers."""
    if found.key in METADATA_KEYS or not looks_like_name(found.label):
        return False
    return found.form in {"colon", "stop"} or (found.form == "bracket" and counts[found.key] >= 2)


def _is_introduction(found: Candidate, line: Line) -> bool:
    """Tell whether a text opens with the one who holds it: ``Anna Bell: Dear friends, …``."""
    words = found.label.split()
    said = line.masked[found.end :].strip(" \"“«‘'¡¿")
    is_name = all(word[:1].isupper() and not re.match(r"\w['’]", word) for word in words)
    is_full = 2 <= len(words) <= 4 or is_capitals(found.label)
    return found.form == "colon" and is_full and is_name and _is_weak(found, {}) and said[:1].isupper()


def _habitual(candidates: Sequence[Candidate], counts: Mapping[str, int], n_openings: int) -> frozenset[str]:
    """Return labels in small letters that come back in a document made of turns: ``anna: hi``."""
    habitual = frozenset(
        found.key
        for found in candidates
        if found.form == "colon" and counts[found.key] >= 2 and len(found.label.split()) <= 3
    )
    n_turns = sum(counts[key] for key in habitual)
    return habitual if len(habitual) >= 2 and n_turns * 2 >= n_openings else frozenset()


def _divide_run_on(lines: Sequence[Line]) -> list[Line]:
    """Cut long lines where a new turn begins inside them: ``… thank you. MODERATOR: The next …``."""
    return [piece for line in lines for piece in divided(line, list(_inner_turns(line)))]


_INNER_LABEL = re.compile(
    r"(?:(?<=[.!?…\"”»)\]])|(?<=[。！？]))\s*+(?=(?P<label>[^\W\d_a-zß-ÿ][^\n.:：!?,;。！？]{1,30}?|(?:M|Mr|Mrs|Ms|Dr|Mme)\.\s?[^\n.:!?,;]{1,30}?)\s?[:：](?:\s|：?\S))"
)


def _inner_turns(line: Line) -> Iterator[int]:
    if line.unspoken is not None or len(line.text) < _RUN_ON_CHARACTERS:
        return
    text = line.masked
    found = [
        (match.end(), folded(match["label"].strip()))
        for match in _INNER_LABEL.finditer(text)
        if is_capitals(match["label"]) or is_role(match["label"]) or looks_like_name(match["label"], max_words=4)
    ]
    first = _COLON.match(text)
    counts = Counter([key for _, key in found] + ([folded(first["label"].strip())] if first else []))
    for offset, key in found:
        if key not in NEVER_SPEAKERS and (counts[key] >= 2 or is_role(key)) and len(counts) >= 2:
            yield offset
