"""A piece of a transcript as a transcript of its own."""

from __future__ import annotations

from dataclasses import replace

from cuepress.model import PARAGRAPH_BREAK, Paragraph, Span, Transcript


def excerpt(whole: Transcript, first: int, last: int, *, title: str) -> Transcript:
    """Return words ``first`` to ``last`` (half-open, one at least) of a transcript as one of their own.

    Its text is a piece of the whole text, its words are the same, and so are the parts of the document that are
    not spoken there.
    """
    begin, end = whole.words[first].offset, whole.words[last - 1].end_offset
    paragraphs = []
    offset = 0
    for paragraph in whole.paragraphs:
        a, b = max(begin - offset, 0), min(end - offset, len(paragraph.text))
        if a < b:
            paragraphs.append(_cut(paragraph, a, b))
        offset += len(paragraph.text) + len(PARAGRAPH_BREAK)
    indices = (whole.words[first].paragraph, whole.words[last - 1].paragraph)
    unspoken = tuple(
        replace(part, paragraph=part.paragraph - indices[0])
        for part in whole.unspoken
        if indices[0] <= part.paragraph <= indices[1]
    )
    return replace(whole, paragraphs=tuple(paragraphs), unspoken=unspoken, title=title)


def _cut(paragraph: Paragraph, begin: int, end: int) -> Paragraph:
    inside = (sound for sound in paragraph.sounds if begin <= sound.start and sound.end <= end)
    sounds = tuple(Span(sound.start - begin, sound.end - begin) for sound in inside)
    return replace(paragraph, text=paragraph.text[begin:end], sounds=sounds)
