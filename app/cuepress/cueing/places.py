"""What kind of place the end of a word is, for a cue or a line to end at.

``breaks`` tells the kinds, ``costs`` what each costs. The order is that of the guidelines (BBC §3.4, Netflix
General §4, TED), from where a text likes to be parted to where it never is.
"""

from __future__ import annotations

from enum import IntEnum


class PlaceKind(IntEnum):
    """The place after a word. A cue or a line may end at any of them; the worst are taken only where all fails."""

    SENTENCE = 0  # the end of a sentence or of a paragraph
    CLAUSE = 1  # ; : – and what is left of a question inside a sentence; around a sound
    COMMA = 2  # a comma, a closing bracket; a space in a text that has few
    PHRASE = 3  # before "and", "who", "in"; after a Chinese particle
    ANYWHERE = 4  # between two words of which nothing is known
    COMPOUND = 5  # before what makes one notion with a noun, as no article between them shows: lecteur | d'écran
    CLOSE = 6  # between what its endings show to be an adjective and its noun: political | borders
    NAME = 7  # between two parts of a name: Danièle | Duroc
    SMALL_WORD = 8  # after a word that leans on the next: the | city
    INSIDE_WORD = 9  # in scripts without spaces: 领 | 导人
    NUMBER = 10  # between a number, a title or a shortened word and what it belongs to: 10 | millions, M. | Dupont
    FIXED = 11  # inside an expression that is never split: parce | que
