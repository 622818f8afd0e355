"""Tell whether the line ends of a plain text are the author's or a program broke the lines at a width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

# No program breaks lines outside these widths; longer lines are paragraphs, shorter ones verse or dialogue.
_MIN_WIDTH, _MAX_WIDTH = 38, 140
_MIN_FULL_SHARE = 0.6
# The ragged margin: a line that a program broke ends near it, but for a long word in a narrow text.
_MIN_NEAR_SHARE = 0.7
# Few short lines are about as long as one another by chance.
_MIN_USUAL_WIDTH, _MIN_NARROW_LINES = 45, 4
_MARGIN_SHARE, _MARGIN_CHARACTERS = 0.15, 9
_SENTENCE_ENDS = '.!?…。！？؟۔।:;"”»)]’'


def is_hard_wrapped(lines: Sequence[str]) -> bool:
    """Tell whether lines were filled up to a width.

    A filled line could not have taken the first word of the next one. Where most lines that go on without a
    blank line are filled, a program broke them. Lines of dialogue and verse end anywhere.
    """
    stripped = [line.rstrip() for line in lines]
    width = max(map(len, stripped), default=0)
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return False
    pairs = [(line, after) for line, after in pairwise(stripped) if line.strip() and after.strip()]
    full = sum(_is_full(line, after, width) for line, after in pairs)
    broken = [line for line, _ in pairs if line[-1] not in _SENTENCE_ENDS]
    is_filled = len(pairs) > 0 and full >= _MIN_FULL_SHARE * len(pairs) and len(broken) * 3 >= len(pairs)
    return is_filled and _share_a_margin(broken, width)


def _share_a_margin(broken: Sequence[str], width: int) -> bool:
    margin = width - max(width * _MARGIN_SHARE, _MARGIN_CHARACTERS)
    near = sum(len(line) >= margin for line in broken)
    return near >= _MIN_NEAR_SHARE * len(broken) and (width >= _MIN_USUAL_WIDTH or near >= _MIN_NARROW_LINES)


def _is_full(line: str, after: str, width: int) -> bool:
    first = after.split(maxsplit=1)[0]
    # Unspaced scripts break anywhere: their "first word" is the whole line.
    return len(line) + 1 + min(len(first), width // 4) > width * 0.93


def at_indents(chunk: str) -> Iterator[str]:
    """Divide a hard-wrapped chunk where a line is indented more than the one before: a paragraph begins there."""
    current: list[str] = []
    for line in chunk.split("\n"):
        if current and _indent(line) > _indent(current[-1]) and current[-1].rstrip()[-1:] in _SENTENCE_ENDS:
            yield "\n".join(current)
            current = []
        current.append(line)
    yield "\n".join(current)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t\u3000"))
