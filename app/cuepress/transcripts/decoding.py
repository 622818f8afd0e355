"""Bytes -> text, whatever the encoding: a byte order mark, zero bytes, UTF-8, then a guess among real encodings.

The guess is charset-normalizer's, among the encodings that transcripts are found in. Left alone it takes short
Western texts for exotic code pages, so Windows-1252 has the benefit of the doubt.
"""

from __future__ import annotations

import re
import unicodedata

from cuepress.errors import TranscriptError
from cuepress.transcripts.limits import DETECTION_SAMPLE_BYTES, MAX_CHARACTERS

# Longest first: the mark of UTF-16-LE is the beginning of that of UTF-32-LE.
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_EAST_ASIAN = ("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr")
_OTHER_SCRIPTS = ("cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "cp866")
_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", "mac_roman", "cp850")
_DECLARED = re.compile(rb"(?:charset|encoding)\s*[=:]\s*[\"']?([A-Za-z0-9_\-]{2,20})")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.005
_NOT_TEXT = "this is not text"
_EXPORT = "name a transcript, or export it as UTF-8 text"


def decode(data: bytes, *, where: str) -> str:
    r"""Return the text of ``data`` with ``\\n`` as its only line end.

    Raises
    ------
    TranscriptError
        If it is a picture, a recording, a program: anything but text.
    """
    text = _decoded(data, where)
    if len(_CONTROL.findall(text)) > max(4, _MAX_CONTROL_SHARE * len(text)):
        raise TranscriptError(_NOT_TEXT, where, _EXPORT)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, where: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    wide = _encoding_with_zero_bytes(data[:4096])
    if wide:
        return data.decode(wide, "replace")
    if data.count(0) > len(data) // 200:
        raise TranscriptError(_NOT_TEXT, where, _EXPORT)
    text = _utf_8(data)
    return text if text is not None else data.decode(_guess(data), "replace")


def _encoding_with_zero_bytes(head: bytes) -> str | None:
    """Recognise UTF-16 and UTF-32 without a mark by where the zero bytes of ASCII characters stand."""
    if len(head) < 4:
        return None
    zeros = [head[place::4].count(0) * 4 / len(head) for place in range(4)]
    # Every character of the first plane has two zero bytes there, and hardly one has three and a half.
    if min(zeros[2:]) > 0.9 and zeros[0] < 0.2:
        return "utf-32-le"
    if min(zeros[:2]) > 0.9 and zeros[3] < 0.2:
        return "utf-32-be"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    # Spaces and full stops are enough: a Chinese or Arabic text has few other ASCII characters.
    for high, low, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if high > 0.02 and low < high / 20 and _is_plausible(head, encoding):
            return encoding
    return None


def _is_plausible(head: bytes, encoding: str) -> bool:
    try:
        text = head[: len(head) // 2 * 2].decode(encoding, "ignore")
    except UnicodeDecodeError:
        return False
    odd = sum(
        unicodedata.category(character) in {"Cn", "Co", "Cc"} and character not in "\r\n\t" for character in text
    )
    return odd * 20 <= len(text)


def _utf_8(data: bytes) -> str | None:
    """Return UTF-8 text, a few stray Windows-1252 bytes in it forgiven; None if it is something else."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "surrogateescape")
    head = text[:MAX_CHARACTERS]  # more is hardly ever read, and lists of it would fill the memory
    strays = len(re.findall("[\udc80-\udcff]", head))
    right = len(re.findall("[^\x00-\x7f\udc80-\udcff]", head))
    if strays * 10 > right:
        return None
    return re.sub("[\udc80-\udcff]", lambda found: _stray(found.group()), text)


def _stray(character: str) -> str:
    return bytes([ord(character) - 0xDC00]).decode("cp1252", "replace")


def _guess(data: bytes) -> str:
    declared = _DECLARED.search(data[:2048])
    if declared and _can_decode(data, declared.group(1).decode("ascii")):
        return declared.group(1).decode("ascii")
    from charset_normalizer import from_bytes

    sample = _lines_with_high_bytes(data)
    isolation = [name for name in (*_LATIN, *_OTHER_SCRIPTS, *_EAST_ASIAN) if _can_decode(sample, name)]
    found = from_bytes(sample, cp_isolation=isolation, preemptive_behaviour=False).best() if isolation else None
    if found is None or (found.encoding in _LATIN and _is_western(sample)):
        return "cp1252"
    return str(found.encoding)


def _is_western(sample: bytes) -> bool:
    """Tell whether the text reads well as Windows-1252: letters that Western languages use, few symbols."""
    high = re.sub(rb"[\x00-\x7f]", b"", sample).decode("cp1252", "replace")
    usual = sum(
        character in "ÀÂÆÇÈÉÊËÎÏÔŒÙÛÜàâæçèéêëîïôœùûüÿÄÖäößÁÍÓÚÑáíóúñ¿¡ÃÕãõÅåØøìò«»’‘“”–—…€\u00a0°·"
        for character in high
    )
    return usual * 10 >= len(high) * 9


def _can_decode(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _lines_with_high_bytes(data: bytes) -> bytes:
    """Return as much of the lines with bytes beyond ASCII as detection needs."""
    lines, size = [], 0
    for line in data.splitlines():
        if not line.isascii():
            lines.append(line[:DETECTION_SAMPLE_BYTES])
            size += len(lines[-1])
        if size > DETECTION_SAMPLE_BYTES:
            break
    return b"\n".join(lines)
