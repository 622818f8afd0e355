"""Bring the catalogues of the web interface up to date, for those who translate.

    .venv/bin/python tools/catalogues.py          take over new texts, compile, say what is not translated
    .venv/bin/python tools/catalogues.py --check  change nothing; exit 1 if something would change or is missing
    .venv/bin/python tools/catalogues.py --new pt begin a catalogue in another language

A catalogue is ``app/cuepress/web/translations/<locale>/LC_MESSAGES/messages.po``; any gettext editor opens it.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).parents[1] / "app" / "cuepress" / "web"
CATALOGUES = WEB / "translations"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
_PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
_GENERATOR = re.compile(rb"Generated-By: Babel [0-9.]+")
_WIDTH = 110


def extracted() -> Catalog:
    """Return every text of the templates and modules, with the files that it stands in."""
    found = Catalog(project="Cuepress", charset="utf-8")
    texts = extract_from_dir(
        WEB, METHODS, keywords=KEYWORDS, comment_tags=("TRANSLATORS:",), strip_comment_tags=True
    )
    for name, _, message, comments, context in texts:
        found.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return found


def catalogues() -> Iterator[tuple[Path, Catalog]]:
    """Yield every catalogue with its path."""
    for path in sorted(CATALOGUES.glob("*/LC_MESSAGES/messages.po")):
        with path.open("rb") as file:
            yield path, read_po(file, locale=path.parents[1].name)


def updated(catalogue: Catalog, texts: Catalog) -> Catalog:
    """Take over new texts without guessing at their translations, and forget those that have gone."""
    catalogue.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    written = io.BytesIO()
    write_po(written, catalogue, width=_WIDTH, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    return written.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def _unversioned(data: bytes) -> object:
    """Return what is in a catalogue, whichever version of Babel wrote it."""
    if data.startswith((b"msgid", b"#")):
        return _GENERATOR.sub(b"", data)
    return [(message.id, message.string) for message in read_mo(io.BytesIO(data)) if message.id]


def faults(catalogue: Catalog) -> Iterator[str]:
    """Yield what is not translated, or has other places for values than its original."""
    for message in catalogue:
        if not message.id:
            continue
        original, *more = [message.id] if isinstance(message.id, str) else message.id
        said = list(message.string) if isinstance(message.string, (tuple, list)) else [message.string]
        if message.fuzzy or not all(said) or (more and len(said) != catalogue.num_plurals):
            yield f"not translated: {original}"
        else:
            yield from (f"not the same places: {original}: {each}" for each in said if not _fits(message, each))


def _fits(message: Message, said: str) -> bool:
    """Tell whether a translation has the places of its original. A plural form may leave the number out."""
    ids = [message.id] if isinstance(message.id, str) else message.id
    wanted = {place for each in ids for place in _PLACE.findall(each)}
    found = set(_PLACE.findall(said))
    missing = wanted - found - ({"%(num)s", "%(num)d"} if len(ids) > 1 else set())
    return not missing and found <= wanted and "%" not in _PLACE.sub("", said)


def begin(name: str) -> None:
    path = CATALOGUES / str(Locale.parse(name, sep="-")) / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_bytes(as_po(Catalog(locale=path.parents[1].name, project="Cuepress", charset="utf-8")))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing")
    parser.add_argument("--new", metavar="TAG", help="begin a catalogue in a language")
    arguments = parser.parse_args()
    if arguments.new:
        begin(arguments.new)
    texts = extracted()
    told = []
    for path, catalogue in catalogues():
        now = updated(catalogue, texts)
        told += [f"{path.parents[1].name}: {fault}" for fault in faults(now)]
        for target, data in ((path, as_po(now)), (path.with_suffix(".mo"), as_mo(now))):
            if target.exists() and _unversioned(target.read_bytes()) == _unversioned(data):
                continue
            told += [f"{path.parents[1].name}: {target.name} is not up to date"] if arguments.check else []
            if not arguments.check:
                target.write_bytes(data)
    print("\n".join(told) or "every text is translated")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
