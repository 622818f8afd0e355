"""The rules of syntax. An error costs a viewer text or time; what players put right by themselves warns."""

from __future__ import annotations

from cuepress.checks import clauses
from cuepress.checks.model import Clause, Rule, Severity

_DROPPED = "players leave out what this stands on"
_SKIPPED = "players go on, but a validator, an editor or another player may not"


def _rule(name: str, title: str, measures: str, clause: Clause, severity: Severity = "warning") -> Rule:
    why = _DROPPED if severity == "error" else _SKIPPED
    return Rule(name, title, measures, "guideline", severity, why, "file", (clause,))


ENCODING = _rule(
    "file.encoding",
    "The file is in UTF-8",
    "its bytes are decoded; the first that is no UTF-8 is named, or the encoding that was found instead",
    clauses.VTT_ENCODING,
    "error",
)
NUL = _rule(
    "file.nul",
    "No NUL character",
    "the text is searched for U+0000, which many players take for the end",
    clauses.VTT_ENCODING,
    "error",
)
ENCODING_RULES = (ENCODING, NUL)

SIGNATURE = _rule(
    "syntax.signature",
    "The file begins with WEBVTT",
    "the first line is WEBVTT, alone or with a space or tab and a remark after it",
    clauses.VTT_SIGNATURE,
    "error",
)
HEADER = _rule(
    "syntax.header",
    "A blank line follows the signature",
    "every line between the signature and the first blank line is named",
    clauses.VTT_SIGNATURE,
)
TIMES = _rule(
    "syntax.times",
    "Times are written as 00:00:01.000 --> 00:00:02.000",
    "each line with an arrow, character by character: digits, separators, at most 59, white space",
    clauses.VTT_TIMES,
    "error",
)
SETTINGS = _rule(
    "syntax.settings",
    "Cue settings are known, whole and each there once",
    "each setting after the times is held against the grammar of its name",
    clauses.VTT_SETTINGS,
)
LOOSE_TEXT = _rule(
    "syntax.loose_text",
    "All text belongs to a cue, a comment, a style or a region",
    "blocks of lines without times are named",
    clauses.VTT_BLOCKS,
    "error",
)
DUPLICATE_ID = _rule(
    "syntax.duplicate_id",
    "Each cue's id is there once",
    "ids are compared as they are written",
    clauses.VTT_CUE_ID,
)
NOTE = _rule(
    "syntax.note",
    "No arrow in a comment",
    "the lines of each NOTE block are searched for -->",
    clauses.VTT_BLOCKS,
    "error",
)
STYLE = _rule(
    "syntax.style",
    "Styles stand before the first cue, without an arrow",
    "the place of each STYLE block, and its lines",
    clauses.VTT_BLOCKS,
)
REGION = _rule(
    "syntax.region",
    "Regions stand before the first cue, are well formed, and cues name those there are",
    "the place and settings of each REGION block; the region: of each cue",
    clauses.VTT_REGION,
)
BLANK_LINE = _rule(
    "syntax.blank_line",
    "A blank line stands before each cue",
    "the line above an id or times",
    clauses.VTT_BLOCKS,
)
REFERENCE = _rule(
    "syntax.reference",
    "& begins a character reference",
    "each & is followed by a name that HTML knows, or by # and a number of a character, and by ;",
    clauses.VTT_TEXT,
)
TAG = _rule(
    "syntax.tag",
    "Tags are known, in place, and closed",
    "c i b u ruby rt v lang; each end tag closes the last one open; rt only in ruby",
    clauses.VTT_TEXT,
)
VOICE = _rule(
    "syntax.voice",
    "Each <v> has a name and holds no other <v>",
    "the tags of each cue, in order",
    clauses.VTT_TEXT,
)
ANNOTATION = _rule(
    "syntax.annotation",
    "Only <v> and <lang> have more than classes",
    "what stands after a space in a tag",
    clauses.VTT_TEXT,
)
LANG = _rule(
    "syntax.lang",
    "<lang> names a language",
    "its value is held against BCP 47 and the registry of languages; players do not look",
    clauses.BCP_47,
)
INNER_TIME = _rule(
    "syntax.inner_time",
    "Times within a cue rise, and lie between its in and out time",
    "each tag that begins with a digit",
    clauses.VTT_TEXT,
)
CHAPTER = _rule(
    "syntax.chapter",
    "Chapter titles are plain text",
    "tags and times in the text of a track of kind chapters",
    clauses.VTT_CHAPTERS,
)
WEBVTT_RULES = (
    *(SIGNATURE, HEADER, TIMES, SETTINGS, LOOSE_TEXT, DUPLICATE_ID, NOTE, STYLE, REGION, BLANK_LINE, REFERENCE),
    *(TAG, VOICE, ANNOTATION, LANG, INNER_TIME, CHAPTER),
)

SUBRIP_NUMBER = _rule(
    "subrip.number",
    "Cues are numbered from 1, without a gap",
    "the line above the times",
    clauses.SUBRIP,
)
SUBRIP_TIMES = _rule(
    "subrip.times",
    "Times are written as 00:00:01,000 --> 00:00:02,000",
    "each line that is meant as times",
    clauses.SUBRIP,
)
SUBRIP_BLANK = _rule(
    "subrip.blank_line",
    "A blank line stands between cues and nowhere else",
    "the lines between one line of times and the next",
    clauses.SUBRIP,
)
SUBRIP_TEXT = _rule(
    "subrip.loose_text",
    "No text stands before the first cue",
    "the lines above the first cue",
    clauses.SUBRIP,
    "error",
)
SUBRIP_TAG = _rule(
    "subrip.tag",
    "Tags that begin also end",
    "i, b, u and font within each cue; some players carry an open one into the next cue, or show it",
    clauses.SUBRIP,
)
SUBRIP_RULES = (SUBRIP_NUMBER, SUBRIP_TIMES, SUBRIP_BLANK, SUBRIP_TEXT, SUBRIP_TAG)
