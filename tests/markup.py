"""Every page of an application, as a reader comes to it; and what the Nu HTML checker says of pages.

The checker is W3C's: ``npm install --prefix FOLDER vnu-jar``, a Java, and ``CUEPRESS_NPM=FOLDER``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

MAX_PAGES = 2_000
JAR = "node_modules/vnu-jar/build/dist/vnu.jar"
# What an address may ask for and is still another page: a time is the same page from elsewhere.
_TIMES = frozenset({"t"})


@dataclass(frozen=True, slots=True)
class Complaint:
    """One message of the checker: the page, ``error`` or ``warning``, its text and line."""

    page: str
    kind: str
    text: str
    line: int


def checker() -> list[str] | None:
    """Return the command that runs the checker, or None where it is not."""
    jar = Path(os.environ.get("CUEPRESS_NPM", ""), JAR)
    java = shutil.which("java")
    return [java, "-jar", str(jar)] if java and jar.is_file() else None


def complaints(pages: Mapping[str, str], command: list[str]) -> list[Complaint]:
    """Return what the checker has to say of pages (their text by a name), all in one run."""
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, (name, text) in enumerate(pages.items()):
            path = Path(folder) / f"{number}.html"
            path.write_text(text, encoding="utf-8")
            names[path.name] = name
        done = subprocess.run(
            [*command, "--format", "json", "--stdout", "--exit-zero-always", folder],
            capture_output=True,
            check=True,
            text=True,
        )
    return [_complaint(each, names) for each in json.loads(done.stdout)["messages"]]


def _complaint(message: dict[str, object], names: Mapping[str, str]) -> Complaint:
    kind = "warning" if message["type"] == "info" else "error"
    page = names.get(str(message.get("url", "")).rpartition("/")[2], "")
    return Complaint(page, kind, str(message["message"]), int(str(message.get("lastLine", 0))))


def pages_of(client: FlaskClient, seeds: Iterable[str], *, leave_out: str = "\n") -> dict[str, str]:
    """Return the text of every HTML page that can be come to by links from some, by address.

    Addresses with ``leave_out`` in them are not followed.
    """
    waiting = deque(dict.fromkeys(seeds))
    seen = set(waiting)
    found: dict[str, str] = {}
    while waiting and len(found) < MAX_PAGES:
        address = waiting.popleft()
        answer = client.get(address)
        text = answer.text if answer.mimetype == "text/html" else ""
        answer.close()  # of a film, the file is open
        if not text:
            continue
        found[address] = text
        for link in _links(address, text):
            if link not in seen and leave_out not in link:
                seen.add(link)
                waiting.append(link)
    return found


def _links(address: str, html: str) -> list[str]:
    """Return where links and frames of a page lead within its site; media are not asked for."""
    soup = BeautifulSoup(html, "lxml")
    for each in soup.select("[download]"):
        if not str(each.get("href", "")).partition("?")[0].endswith(".html"):
            each.decompose()
    wanted = [str(each["href"]) for each in soup.select("a[href], link[rel=alternate][href]")]
    wanted += [str(each["src"]) for each in soup.select("iframe[src]")]
    inside = [urlsplit(urljoin(f"http://localhost{address}", each)) for each in wanted]
    return [_plain(each.path, each.query) for each in inside if each.netloc == "localhost"]


def _plain(path: str, query: str) -> str:
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name not in _TIMES]
    return f"{path}?{urlencode(kept)}" if kept else path


def loose_ends(html: str) -> list[str]:
    """Return what every page must not have: an id twice, or the name of an id that there is not."""
    soup = BeautifulSoup(html, "lxml")
    ids = [str(each["id"]) for each in soup.select("[id]")]
    ends = [f"id {each} twice" for each in dict.fromkeys(ids) if ids.count(each) > 1]
    for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list"):
        for each in soup.select(f"[{attribute}]"):
            named = str(" ".join(each.get_attribute_list(attribute))).split()
            ends += [f"{attribute}={name} leads nowhere" for name in named if name not in ids]
    for each in soup.select("a[href^='#']"):
        name = str(each["href"])[1:]
        if name and name not in ids:
            ends.append(f"href=#{name} leads nowhere")
    return ends
