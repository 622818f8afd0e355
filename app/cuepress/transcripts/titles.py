"""What stands above and between the speech: entries, lists of participants, the title block, headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from cuepress.model import UnspokenKind
from cuepress.transcripts import sounds, stamps
from cuepress.transcripts.labels import looks_like_name
from cuepress.transcripts.lines import Line, dismissed
from cuepress.transcripts.vocabulary import DATED, GREETING, KEYWORDS, METADATA_KEYS, PARTICIPANTS, folded

_ENTRY = re.compile(r"^\W*(?P<key>[^\W\d_][^:：\n]{1,40}?)\s*[:：]\s*(?P<value>.*)$")
_FINAL = re.compile(r"[.!?,;:…。！？，、；：؟،؛۔।](?:[\"”’»)\]』」*\s]|\[\d+\])*$")
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।](?:[\"”’»)\]』」]|\s)*$")
_ABBREVIATED_END = re.compile(
    r"\b(?:esq|jr|sr|inc|ltd|co|corp|ph\.?d|m\.?d|b\.?a|etc|u\.?s|d\.?c|no|vs|[A-Z])\.$", re.IGNORECASE
)
_INITIALS_AT_END = re.compile(r"(?:(?<=[\s.])[^\W\d_]\.\s*)+$")  # Ivanov I. I., Petrova A. S.
_UNDERLINE = re.compile(r"^\s*(?:={3,}|-{3,}|~{3,}|\*{3,})\s*$")
_SPACED_CAPITALS = re.compile(r"^\W*(?:[^\W\d_]\s){3,}[^\W\d_]\W*$")
# A chapter of a speech: II. Water. Lists end their items with a mark, or are marked up as lists.
_NUMBERED = re.compile(r"^(?:[IVX]{1,5}|[A-H]|\d{1,2})[.)]\s+[^\W\d_][^.!?;:,]{2,60}$")
_LIST_END = re.compile(
    r"^\W*(?:p\s*r\s*o\s*c\s*e\s*e\s*d\s*i\s*n\s*g\s*s?|transcript|transcription|interview)\W*$", re.IGNORECASE
)
_MAX_TITLE_CHARACTERS = 160
_MAX_RUN_ON_TITLE = 300
_MAX_TITLE_LINES = 8
_MAX_HEADING_WORDS = 14
_MAX_LIST_OPENING = 1_000
_MAX_LISTED = 60


def mark_entries(lines: Sequence[Line]) -> list[Line]:
    """Dismiss ``Date: 3 May 2019`` and its like above the speech as metadata."""
    result = list(lines)
    keys = Counter(folded(found["key"].strip()) for line in lines if (found := _ENTRY.match(line.spoken)))
    for index, line in enumerate(lines):
        if not line.spoken or line.kind in {"title", "heading"}:
            continue
        if _is_entry(line, keys):
            result[index] = dismissed(line, "metadata")
        elif index > _MAX_TITLE_LINES * 2 or not _is_short(line):
            break
    return result


def _is_entry(line: Line, keys: Mapping[str, int]) -> bool:
    """Tell whether a line is ``key: value``; a key that comes back is somebody who speaks."""
    found = _ENTRY.match(line.spoken)
    if found and (keys[folded(found["key"].strip())] > 1 or stamps.has_stamp(line) or line.speaker is not None):
        return False
    if (
        found is None
        or folded(found["key"].strip()) not in METADATA_KEYS
        or folded(found["key"].strip()) in PARTICIPANTS
    ):
        return False
    value = found["value"].strip()
    return bool(value) and len(value.split()) <= 12 and not _ends_sentence(value)


def mark_participants(lines: Sequence[Line]) -> list[Line]:
    """Dismiss ``PARTICIPANTS:`` and the names below it, until somebody speaks; ``KEYWORDS`` likewise."""
    result = _mark_keywords(lines)
    index = 0
    while index < len(lines):
        if _opens_list(lines[index]) and (end := _end_of_list(lines, index)) > index:
            for place in range(index, end):
                if result[place].spoken:
                    result[place] = dismissed(result[place], "participants")
            index = end
        index += 1
    return result


def _mark_keywords(lines: Sequence[Line]) -> list[Line]:
    """Dismiss a list of keywords, as transcribing services write it above the speech."""
    result = list(lines)
    for index, line in enumerate(lines[: 2 * _MAX_TITLE_LINES]):
        if folded(_bare(line.spoken)) in KEYWORDS:
            listed = [index, *_below(lines, index)]
            for place in listed:
                result[place] = dismissed(lines[place], "metadata")
    return result


def _below(lines: Sequence[Line], index: int) -> Iterator[int]:
    """Yield the lines of the same block below a line, as long as they end no sentence."""
    for place in range(index + 1, len(lines)):
        if lines[place].block != lines[index].block or _ends_sentence(lines[place].spoken):
            return
        yield place


def _opens_list(line: Line) -> bool:
    if len(line.spoken) > _MAX_LIST_OPENING:
        return False
    key, _, rest = line.spoken.replace("：", ":").partition(":")
    bare = folded(_bare(key))
    if (
        bare not in PARTICIPANTS
        or len(rest.split()) > 40
        or _ends_sentence(_INITIALS_AT_END.sub("", rest.strip()))
    ):
        return False
    return (
        ":" in line.spoken.replace("：", ":")
        or line.is_bold
        or key.strip().isupper()
        or line.kind in {"heading", "title"}
    )


def _bare(text: str) -> str:
    words = re.findall(r"[^\W_]+(?:[^\w\n]{1,3}[^\W_]+)*", text)
    return " ".join(words)


def _end_of_list(lines: Sequence[Line], start: int) -> int:
    """Return the index of the first line after a list of names that opens at ``start``; ``start`` if none."""
    has_names = bool(lines[start].spoken.replace("：", ":").partition(":")[2].strip())
    end = start + 1 if has_names else start
    stop = _court_list_end(lines, start)
    if stop:
        return stop
    for index in range(start + 1, min(len(lines), start + _MAX_LISTED)):
        line = lines[index]
        if not line.spoken:
            continue
        if (
            line.kind in {"heading", "title"}
            or stamps.has_stamp(line)
            or not _is_listed(line, follows_names=has_names)
        ):
            break
        if has_names and end == start + 1 and line.block != lines[start].block and line.kind != "list-item":
            break
        end = index + 1
    return end


def _court_list_end(lines: Sequence[Line], start: int) -> int:
    """``APPEARANCES:`` of a court ends at ``PROCEEDINGS``, whatever its lines look like."""
    if "appearances" not in folded(lines[start].spoken):
        return 0
    window = range(start + 1, min(len(lines), start + _MAX_LISTED))
    return next((index for index in window if _LIST_END.match(lines[index].spoken)), 0)


def _is_listed(line: Line, *, follows_names: bool) -> bool:
    said = line.spoken
    words = said.split()
    if (
        len(words) > 20
        or len(said) > _MAX_TITLE_CHARACTERS
        or _ends_sentence(said)
        or GREETING.match(_after_label(said))
    ):
        return False
    if sounds.is_all_sound(said) or _SPACED_CAPITALS.match(said):
        return False
    return not (follows_names and line.is_bold) and (said[:1].isupper() or not said[:1].islower())


def _after_label(text: str) -> str:
    return text.partition(":")[2].strip() or text


def mark_titles(lines: Sequence[Line]) -> list[Line]:
    """Dismiss the title block: what stands above the first paragraph of speech without being speech."""
    result = list(lines)
    blocks = list(_leading_blocks(_before_first_cue(lines)))
    n_bold = sum(line.is_bold for line in lines if line.spoken)
    is_bold_rare = n_bold * 2 <= sum(1 for line in lines if line.spoken)
    last = _last_title_block(lines, blocks, is_bold_rare=is_bold_rare)
    has_title = False
    for block in blocks[: last + 1]:
        for index in block:
            line = lines[index]
            if line.spoken:
                # Below a title, what the document calls a heading opens the first part.
                kind: UnspokenKind = "heading" if has_title and line.kind == "heading" else "title"
                has_title |= line.kind == "title"
                result[index] = dismissed(line, kind, is_certain=line.kind in {"title", "heading"})
    return result


def _before_first_cue(lines: Sequence[Line]) -> Sequence[Line]:
    """In a track pasted into a document nothing below the first times is a title."""
    if not stamps.is_cued(lines):
        return lines
    return lines[: next(index for index, line in enumerate(lines) if stamps.is_all_times(line))]


def _leading_blocks(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Yield the indices of each block with spoken text, from the top down to the first that is somebody's turn."""
    for _, group in groupby(range(len(lines)), key=lambda index: lines[index].block):
        indices = [index for index in group if lines[index].spoken or lines[index].speaker is not None]
        if any(lines[index].speaker is not None for index in indices):
            unnamed = list(_before_speaker(lines, indices))
            if unnamed:
                yield unnamed
            return
        head = list(_before_stamp(lines, indices))
        if head:
            yield head
        if head and len(head) < len(indices):
            yield indices[len(head) :]
        elif not head and indices:
            yield indices


def _before_stamp(lines: Sequence[Line], indices: Sequence[int]) -> Iterator[int]:
    for index in indices:
        if stamps.has_stamp(lines[index]):
            return
        yield index


def _before_speaker(lines: Sequence[Line], indices: Sequence[int]) -> Iterator[int]:
    for index in indices:
        if lines[index].speaker is not None:
            return
        yield index


def _last_title_block(lines: Sequence[Line], blocks: Sequence[Sequence[int]], *, is_bold_rare: bool) -> int:
    """Return the number of the last block of the title, -1 if there is none."""
    last, n_lines = -1, 0
    for number, block in enumerate(blocks):
        n_lines += len(block)
        if n_lines > _MAX_TITLE_LINES:
            break
        members = [lines[index] for index in block]
        is_styled = all(line.kind in {"title", "heading"} or (line.is_bold and is_bold_rare) for line in members)
        is_title = is_styled or _is_intro_of_run_on(lines, block) or _reads_as_title(members, is_first=number == 0)
        if is_title and (is_styled or _has_speech_after(lines, block[-1])):
            last = number
        else:
            break
    return last


def _reads_as_title(members: Sequence[Line], *, is_first: bool) -> bool:
    text = " ".join(line.spoken for line in members)
    if any(line.kind == "list-item" or not _is_short(line) for line in members):
        return False
    if GREETING.match(text) or sounds.is_all_sound(text) or not any(character.isalpha() for character in text):
        return False
    if DATED.search(text) and len(text.split()) <= 24:
        return True
    return not (is_first and text[:1].islower()) and not any(_FINAL.search(line.spoken) for line in members)


def _is_intro_of_run_on(lines: Sequence[Line], block: Sequence[int]) -> bool:
    """``Talk, episode 3, recorded in May 20200:32 Hello``: what stands before the first stamp of a run-on line."""
    first = lines[block[0]]
    below = lines[block[0] + 1] if block[0] + 1 < len(lines) else None
    is_cut = (
        below is not None
        and below.block == first.block
        and stamps.has_stamp(below)
        and not stamps.has_stamp(first)
    )
    return is_cut and len(first.spoken) <= _MAX_RUN_ON_TITLE and bool(DATED.search(first.spoken))


def _is_short(line: Line) -> bool:
    return len(line.spoken) <= _MAX_TITLE_CHARACTERS


def _has_speech_after(lines: Sequence[Line], index: int) -> bool:
    """Tell whether something that is clearly speech comes below: a turn, or a text with the end of a sentence."""
    below = lines[index + 1 : index + 41]
    if below and below[0].unspoken in {"page-number", "running-head"} and not DATED.search(lines[index].spoken):
        return False  # the end of a page in the middle of a sentence
    rest = [line for line in below if line.spoken or line.speaker is not None]
    if rest and rest[0].speaker is None and rest[0].spoken[0].islower() and _ends_sentence(rest[0].spoken):
        return False  # a sentence that a page break cut
    return any(
        line.speaker is not None or _SENTENCE_END.search(line.spoken) or len(line.spoken) > 200 for line in rest
    )


def _ends_sentence(text: str) -> bool:
    return bool(_SENTENCE_END.search(text)) and not _ABBREVIATED_END.search(text)


def mark_headings(lines: Sequence[Line]) -> list[Line]:
    """Dismiss headings: those that the document calls so, and lines in bold or in capitals that look like one."""
    said = [line for line in lines if line.spoken]
    if stamps.is_cued(lines):
        return list(lines)
    is_bold_rare = sum(line.is_bold for line in said) * 2 <= len(said)
    titled = _title_case(lines)
    are_capitals_rare = sum(_is_short(line) and _is_capitals(line.spoken) for line in said) * 3 <= len(said)
    has_numbered = sum(bool(_NUMBERED.match(line.text[:_MAX_TITLE_CHARACTERS].strip())) for line in lines) >= 2
    result = []
    for index, line in enumerate(lines):
        is_declared = line.kind in {"heading", "title"} and line.speaker is None
        is_suspected = (
            line.speaker is None
            and _may_be_heading(line, lines, index)
            and (
                (line.is_bold and is_bold_rare)
                or _SPACED_CAPITALS.match(line.spoken)
                or (_is_capitals(line.spoken) and are_capitals_rare)
                or _is_underlined(lines, index)
                or (has_numbered and _NUMBERED.match(line.spoken))
                or index in titled
            )
        )
        if line.spoken and (is_declared or is_suspected):
            result.append(dismissed(line, "heading", is_certain=is_declared))
        else:
            result.append(line)
    return result


def _title_case(lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines in title case that stand apart, once, above a sentence: ``Supported Formats``.

    Where they are more than half of the text they are what is said.
    """
    said = [index for index, line in enumerate(lines) if line.spoken]
    counts = Counter(folded(lines[index].spoken) for index in said if _is_short(lines[index]))
    has_speakers = any(line.speaker for line in lines)
    found = [
        index
        for before, index, after in zip([-1, *said], said, said[1:], strict=False)
        if lines[index].kind == "paragraph"
        and counts[folded(lines[index].spoken)] == 1
        and _is_in_title_case(lines[index].spoken, min_words=2 if has_speakers else 1)
        and _stands_apart(lines, before, index, after)
    ]
    return frozenset(found) if len(found) * 2 <= len(said) else frozenset()


def _is_in_title_case(text: str, *, min_words: int) -> bool:
    if not text[:1].isupper() or len(text) > _MAX_TITLE_CHARACTERS or GREETING.match(text):
        return False
    return len(text.split()) >= min_words and looks_like_name(text) and not _ends_sentence(text)


def _stands_apart(lines: Sequence[Line], before: int, index: int, after: int) -> bool:
    """Tell whether a line has its block to itself, answers no question, and opens what a sentence follows."""
    block = lines[index].block
    if lines[after].block == block or (before >= 0 and lines[before].block == block):
        return False
    if any(lines[place].speaker is not None for place in range(max(before, 0), index)) and before < index - 1:
        return False  # what is said below a name
    above = lines[before].spoken if before >= 0 else ""
    return not above.endswith(("?", ",", ":")) and _opens_a_sentence(lines, after)


def _opens_a_sentence(lines: Sequence[Line], index: int) -> bool:
    """Tell whether the lines from ``index`` on are speech: an end of a sentence in the block, or a turn."""
    if lines[index].speaker is not None:
        return True
    block = (line.spoken for line in lines[index : index + _MAX_TITLE_LINES] if line.block == lines[index].block)
    return any(_SENTENCE_END.search(text) for text in block) and not lines[index].spoken[:1].islower()


def _may_be_heading(line: Line, lines: Sequence[Line], index: int) -> bool:
    said = line.spoken
    if not said or len(said.split()) > _MAX_HEADING_WORDS or len(said) > _MAX_TITLE_CHARACTERS:
        return False
    if _FINAL.search(said) or sounds.is_all_sound(said) or not any(character.isalpha() for character in said):
        return False
    if _SPACED_CAPITALS.match(said):
        return True
    is_first = index == 0 or lines[index - 1].block != line.block or not line.is_wrapped
    return is_first and not said[0].islower()


def _is_capitals(text: str) -> bool:
    letters = [character for character in text if character.isupper() or character.islower()]
    return len(letters) >= 4 and not any(character.islower() for character in letters) and len(text.split()) >= 2


def _is_underlined(lines: Sequence[Line], index: int) -> bool:
    after = lines[index + 1] if index + 1 < len(lines) else None
    return after is not None and after.block == lines[index].block and bool(_UNDERLINE.match(after.text))
