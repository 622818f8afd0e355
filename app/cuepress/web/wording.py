"""What a page says in words: lengths of time, sizes, dates, how times were made, why a text was left out.

All in the language of the page that is being made. Numbers, dates, sizes and names of languages are those of CLDR;
lengths of time stand in our own catalogues, because Babel knows no minutes in Chinese.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal
from babel.units import format_unit

from cuepress import language
from cuepress.timecode import MS_PER_S
from cuepress.web.interface import chosen, gettext, lazy_gettext, locale, ngettext
from cuepress.web.reader import Passage

HOW_TIMES_WERE_MADE = {
    "duration": lazy_gettext("spread over the video by how long the words take to say"),
    "pauses": lazy_gettext("placed by pauses in the sound"),
    "speech": lazy_gettext("placed by listening for each word"),
    "translation": lazy_gettext("taken over, sentence by sentence, from the language that is spoken"),
    "bilingual": lazy_gettext("taken over, sentence by sentence, from the language that is spoken"),
}
PASSAGE_NAMES = {
    "doubtful": lazy_gettext("Times not sure"),
    "unspoken": lazy_gettext("Text that is not spoken"),
}
UNSPOKEN_NAMES = {
    "title": lazy_gettext("Title"),
    "heading": lazy_gettext("Heading"),
    "page-number": lazy_gettext("Page number"),
    "running-head": lazy_gettext("Running head or foot"),
    "line-number": lazy_gettext("Line number"),
    "footnote": lazy_gettext("Footnote"),
    "hidden": lazy_gettext("Hidden text"),
    "deleted": lazy_gettext("Deleted text"),
    "comment": lazy_gettext("Comment"),
    "timestamp": lazy_gettext("Time stamp"),
    "navigation": lazy_gettext("Navigation"),
    "participants": lazy_gettext("List of participants"),
    "note": lazy_gettext("Note"),
    "metadata": lazy_gettext("Document data"),
}
# The usual reasons that a manifest gives, which it gives in English.
REASONS = {
    "it was asked for": lazy_gettext("it was asked for"),
    "its language is the one spoken": lazy_gettext("its language is the one spoken"),
    "another language is spoken": lazy_gettext("another language is spoken"),
    "another language is spoken, and there is no transcript or track that tells its times": lazy_gettext(
        "another language is spoken, and there is no transcript or track that tells its times"
    ),
    "another language is spoken, and its transcript was not heard surely enough to tell its times": lazy_gettext(
        "another language is spoken, and its transcript was not heard surely enough to tell its times"
    ),
    "the video has no sound": lazy_gettext("the video has no sound"),
}
_TRANSLATION = re.compile(r"it is a translation of the .{1,80} transcript, which is spoken")


def length_in_words(ms: int) -> str:
    """Say a length of time as a person does.

    >>> length_in_words(62_300), length_in_words(3_600_000), length_in_words(400)
    ('1 minute 2 seconds', '1 hour', '0 seconds')
    """
    minutes, seconds = divmod(ms // MS_PER_S, 60)
    hours, minutes = divmod(minutes, 60)
    said = ngettext("%(num)s second", "%(num)s seconds", seconds) if seconds or not (hours or minutes) else ""
    if minutes:
        said = _joined(ngettext("%(num)s minute", "%(num)s minutes", minutes), said)
    if hours:
        said = _joined(ngettext("%(num)s hour", "%(num)s hours", hours, num=number_in_words(hours)), said)
    return said


def _joined(longer: str, shorter: str) -> str:
    if not shorter:
        return longer
    # TRANSLATORS: the parts of a length of time, as in "1 minute 2 seconds"
    return gettext("%(longer)s %(shorter)s", longer=longer, shorter=shorter)


def number_in_words(number: int) -> str:
    """Write a number as its readers group its digits.

    >>> number_in_words(12345)
    '12,345'
    """
    return format_decimal(number, locale=locale())


def size_in_words(path: Path) -> str:
    """Say how large a file is, in the units of a file manager; nothing if it has gone."""
    try:
        size = path.stat().st_size
    except OSError:
        return ""
    if size < 1_000:
        return format_unit(size, "digital-byte", length="short", locale=locale())
    if size < 1_000_000:
        return format_unit(round(size / 1_000), "digital-kilobyte", length="short", locale=locale())
    return format_unit(size / 1_000_000, "digital-megabyte", length="short", format="#,##0.0", locale=locale())


def language_in_words(tag: str) -> str:
    """Return a language's name in the language of the page.

    >>> language_in_words("fr")
    'French'
    """
    if chosen() != "en":
        try:
            return Locale.parse(tag, sep="-").get_display_name(locale()) or tag
        except (ValueError, UnknownLocaleError):  # none that CLDR describes
            return tag
    return language.english_name(tag)


def times_in_words(sync: str, original: str = "", *, is_corrected: bool = False) -> str:
    """Say how the times of a track were made, and whether a person has worked on it since.

    ``original`` is what a translation took its times from, where that is known.

    >>> times_in_words("translation", "the English transcript")
    'Times: taken over, sentence by sentence, from the English transcript, not yet checked by a person.'
    """
    if not sync:
        return gettext("How the times were made is not recorded.")
    if original:
        made = gettext("taken over, sentence by sentence, from %(original)s", original=original)
    else:
        made = str(HOW_TIMES_WERE_MADE.get(sync) or gettext("made by the method “%(method)s”", method=sync))
    if is_corrected:
        return gettext("Times: %(made)s; the captions were changed by a person since.", made=made)
    return gettext("Times: %(made)s, not yet checked by a person.", made=made)


def badge_in_words(sync: str, *, is_corrected: bool) -> str:
    """Say the same in as few words as fit under a title."""
    if is_corrected:
        return gettext("Captions edited by a person")
    return (
        gettext("Automatic captions, not checked by a person") if sync else gettext("Captions of unknown origin")
    )


def sureness_in_words(sync: str, unsure: tuple[int, int] | None) -> str:
    """Say how sure the times are; ``unsure`` are the words that were not heard clearly, and all words.

    >>> sureness_in_words("speech", (12, 350)), sureness_in_words("speech", (0, 350))
    ('12 of 350 words were not heard clearly.', 'Every word was heard clearly.')
    """
    if sync in {"pauses", "duration"}:
        return gettext("They are estimates: a line may begin a few seconds early or late.")
    if sync != "speech" or unsure is None or not unsure[1]:
        return ""
    unclear, n_words = unsure
    if not unclear:
        return gettext("Every word was heard clearly.")
    return ngettext(
        "%(num)s of %(all)s words was not heard clearly.",
        "%(num)s of %(all)s words were not heard clearly.",
        unclear,
        num=number_in_words(unclear),
        all=number_in_words(n_words),
    )


def reason_in_words(reason: str, original: str = "") -> Passage:
    """Say a reason that stands in a manifest in the language of the page where it is a usual one, else as it is.

    ``original`` is the language of the transcript that a translation was made of.

    >>> reason_in_words("it is as it is").lang
    'en'
    """
    if reason in REASONS:
        return in_page_language(str(REASONS[reason]))
    if original and _TRANSLATION.fullmatch(reason):
        name = language_in_words(original)
        said = gettext("it is a translation of the %(language)s transcript, which is spoken", language=name)
        return in_page_language(said)
    return Passage(reason, "en", "ltr")


def in_page_language(text: str) -> Passage:
    """Mark a text as being in the language of the page."""
    return Passage(text, chosen(), language.direction(chosen()))


def moment(text: str) -> datetime | None:
    """Read a point in time as ISO 8601 writes it; None if it is none."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def day_in_words(day: datetime) -> str:
    """Write a date without numbers that could be a month or a day.

    >>> day_in_words(datetime(2016, 5, 31, tzinfo=UTC))
    '31 May 2016'
    """
    return format_date(day, "long", locale=locale())
