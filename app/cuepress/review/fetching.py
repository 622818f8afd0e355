"""Opens the addresses that a page leads to, as a browser would, and no others.

What is opened is bounded in bytes, seconds, redirects and number. Without leave only this machine is asked (every
address that a name stands for must be a loopback one, and just that one is connected to), and of files only those
in one folder. A page from the network never leads to a place nearer than its own: not into this machine, not into
the network behind a firewall (as W3C, Private Network Access). Nothing is sent but the request: no cookies, no
referrer.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import stat
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from pathlib import Path
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit
from urllib.request import url2pathname

MAX_REDIRECTS = 5
_SAFE = "/%:@!$&'()*+,;=~-._?"
_PIECE = 1 << 16
_DATA = re.compile(r"data:([^,]*),", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long one address and all of a page may take, in seconds, and how many there may be."""

    one_s: float = 15.0
    all_s: float = 180.0
    n_addresses: int = 300


BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an address, which is where it was found after redirects.

    ``status`` and ``headers`` (names in lower case) are those of HTTP, 0 and none for a file. ``fault`` says why
    nobody gets it, ``refused`` why it was not asked for; both are empty where ``data`` is what was read of it.
    ``is_cut``: there is more.
    """

    address: str
    data: bytes = b""
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    is_cut: bool = False
    fault: str = ""
    refused: str = ""

    @property
    def is_http(self) -> bool:
        return self.status > 0


def origin_of(address: str) -> str:
    """Return the origin of an address as a browser sends it; files and data have one of their own, ``null``."""
    parts = _split(address)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        return "null"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + ("" if _port(parts) in {None, usual} else f":{_port(parts)}")


def joined(base: str, address: str) -> str:
    """Return an address as a browser resolves it: white space around it, line breaks in it are no part of it."""
    cleaned = re.sub("[\t\r\n]", "", address).strip()
    try:
        return urljoin(base, cleaned)
    except ValueError:  # brackets that hold no IPv6 address
        return cleaned


class Opener:
    """Opens what one page leads to; ``root`` is the folder whose files may be read."""

    def __init__(self, *, root: Path | None = None, allow_network: bool = False, bounds: Bounds = BOUNDS) -> None:
        self.root = root.resolve() if root is not None else None
        self.allow_network = allow_network
        self.bounds = bounds
        self._began = time.monotonic()
        self._n_opened = 0
        self._least_far = 0  # how far from this machine an address must be: as far as the page

    def open(self, address: str, *, max_bytes: int, origin: str = "", is_page: bool = False) -> Answer:
        """Open an address; of more than ``max_bytes`` the beginning is read.

        ``origin`` is that of the page, which a browser sends along to another one. ``is_page``: the address is
        that of the page itself, and how far away it is decides how near the others may be.
        """
        parts = _split(address)
        over = self._over()
        if parts is None or over:
            return Answer(address, refused=over) if over else Answer(address, fault="this is no address")
        self._n_opened += 1
        if parts.scheme in {"http", "https"}:
            return self._http(address, max_bytes, origin, is_page=is_page)
        if parts.scheme == "file":
            return self._file(address, parts, max_bytes)
        if parts.scheme == "data":
            return _data(address, max_bytes)
        if parts.scheme == "blob":
            return Answer(address[:80], refused="is made by a script, which is not run")
        return Answer(address[:80], fault=f"{parts.scheme or 'nothing'}: is no address of a file")

    def _over(self) -> str:
        if self._n_opened >= self.bounds.n_addresses:
            return f"is one too many: the first {self.bounds.n_addresses:,} addresses of a page are opened"
        if time.monotonic() - self._began > self.bounds.all_s:
            return f"had no turn: the page's addresses took more than {self.bounds.all_s:.0f} s"
        return ""

    def _file(self, address: str, parts: SplitResult, max_bytes: int) -> Answer:
        if self.root is None:
            return Answer(address, fault="a page from a server cannot lead to a file of this machine")
        if parts.netloc not in {"", "localhost"}:
            return Answer(
                address, refused="has no http: or https: before it, and a page from a disk has none to add"
            )
        try:
            path = Path(url2pathname(parts.path)).resolve()
            if not path.is_relative_to(self.root):
                where = self.root.as_posix()
                return Answer(
                    address, refused=f"lies outside {where}; name the folder of the whole site with --root"
                )
            mode = path.stat().st_mode
            if not stat.S_ISREG(mode):
                return Answer(address, fault="this is no file")
            with path.open("rb") as file:
                data = file.read(max_bytes + 1)
        except (OSError, ValueError, RuntimeError) as failure:  # no such file, a zero byte, a ring of links
            reason = failure.strerror if isinstance(failure, OSError) else "no file can have this name"
            return Answer(address, fault=(reason or "it cannot be read").lower())
        return Answer(path.as_uri(), data[:max_bytes], is_cut=len(data) > max_bytes)

    def _http(self, address: str, max_bytes: int, origin: str, *, is_page: bool) -> Answer:
        for _ in range(MAX_REDIRECTS + 1):
            parts = _split(address)
            if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
                return Answer(address, fault="it leads to what is no address of a server")
            if parts.username is not None:
                return Answer(address, refused="holds a name or password; leave them out, reports show addresses")
            found = self._places(parts, is_page=is_page)
            if isinstance(found, str):
                return Answer(address, refused=found)
            if not found:
                return Answer(address, fault=f"no machine is called {parts.hostname}")
            sent = {"Origin": origin} if origin and origin != origin_of(address) else {}
            answer = _Request(parts, found, self.bounds.one_s, max_bytes, sent).answer(address)
            target = answer.headers.get("location")
            if answer.status not in {301, 302, 303, 307, 308} or not target:
                return _judged(answer)
            address = joined(address, target)
        return Answer(address, fault=f"more than {MAX_REDIRECTS} redirects, one after the other")

    def _places(self, parts: SplitResult, *, is_page: bool) -> list[str] | str:
        """Return the IP addresses to ask, nearest first, or why none of them may be."""
        host = parts.hostname or ""
        port = _port(parts)
        if port == -1:
            return "has no such port"
        if host == "localhost" or host.endswith(".localhost"):  # RFC 6761, 6.3: never asked of the network
            places = ["127.0.0.1", "::1"]
        else:
            try:
                known = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            except (OSError, UnicodeError):
                return [] if self.allow_network else "is not known on this machine; --allow-network asks others"
            places = list(dict.fromkeys(str(each[4][0]) for each in known))
        distances = [_distance(each) for each in places]
        if max(distances) > 0 and not self.allow_network:
            return "is not on this machine; --allow-network opens it"
        if is_page:
            self._least_far = min(distances)
        elif min(distances) < self._least_far:
            return "is nearer to this machine than the page itself, which may not look into it"
        return places


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.hostname
    except ValueError:
        return None
    return parts


def _port(parts: SplitResult) -> int | None:
    """Return the port, None if none is named, -1 if there cannot be such a one."""
    try:
        return parts.port
    except ValueError:
        return -1


def _distance(place: str) -> int:
    """Return how far an IP address is: 0 this machine, 1 its network, 2 the world."""
    try:
        found = ipaddress.ip_address(place.partition("%")[0])
    except ValueError:
        return 2
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    if found.is_loopback:
        return 0
    return 2 if found.is_global else 1


def _judged(answer: Answer) -> Answer:
    """Return an answer with its status as a fault, if it is one."""
    if answer.fault or answer.refused or 200 <= answer.status < 300:
        return answer
    try:
        name = f" ({HTTPStatus(answer.status).phrase})"
    except ValueError:
        name = ""
    return replace(answer, data=b"", fault=f"the server answers {answer.status}{name}")


def _data(address: str, max_bytes: int) -> Answer:
    """Open an address that holds its own data (RFC 2397)."""
    found = _DATA.match(address)
    if found is None:
        return Answer(address[:80], fault="it holds no data")
    data = unquote_to_bytes(address[found.end() :].partition("#")[0])
    if found[1].lower().replace(" ", "").endswith(";base64"):
        try:
            data = base64.b64decode(re.sub(rb"\s", b"", data) + b"==", validate=False)
        except binascii.Error:
            return Answer(address[:80], fault="its base64 is broken")
    return Answer(f"data:{found[1]}"[:80], data[:max_bytes], is_cut=len(data) > max_bytes)


class _Request:
    """One request to places that were looked at before; no name is resolved again."""

    def __init__(
        self, parts: SplitResult, places: list[str], most_s: float, max_bytes: int, headers: Mapping[str, str]
    ) -> None:
        self.parts, self.places, self.most_s, self.max_bytes = parts, places, most_s, max_bytes
        self.headers = {
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            "User-Agent": "cuepress-check",
            "Connection": "close",
            **headers,
        }
        self.is_late = False

    def answer(self, address: str) -> Answer:
        connection = _Connection(self.parts, self.places, self.most_s)
        # Each byte that comes in time would let a socket wait anew; so the whole request has an end.
        watch = threading.Timer(self.most_s, self._stop, [connection])
        watch.daemon = True
        watch.start()
        try:
            target = quote(self.parts.path or "/", safe=_SAFE)
            query = f"?{quote(self.parts.query, safe=_SAFE)}" if self.parts.query else ""
            connection.request("GET", target + query, headers=self.headers)
            return self._read(address, connection.getresponse())
        except (OSError, http.client.HTTPException, ValueError) as failure:
            return Answer(address, fault=self._fault(failure))
        finally:
            watch.cancel()
            connection.close()

    def _stop(self, connection: _Connection) -> None:
        self.is_late = True
        if connection.held is not None:
            with contextlib.suppress(OSError):
                connection.held.shutdown(socket.SHUT_RDWR)

    def _read(self, address: str, response: http.client.HTTPResponse) -> Answer:
        pieces: list[bytes] = []
        n_read = 0
        while n_read <= self.max_bytes and (piece := response.read(min(_PIECE, self.max_bytes + 1 - n_read))):
            pieces.append(piece)
            n_read += len(piece)
        if self.is_late:
            raise TimeoutError
        if response.length and n_read <= self.max_bytes:  # less came than was promised
            raise ConnectionResetError
        headers = {name.lower(): value for name, value in response.getheaders()}
        data = _unpacked(b"".join(pieces), headers.get("content-encoding", ""), self.max_bytes)
        return Answer(address, data[: self.max_bytes], response.status, headers, is_cut=len(data) > self.max_bytes)

    def _fault(self, failure: Exception) -> str:
        if self.is_late or isinstance(failure, TimeoutError):
            return f"no whole answer within {self.most_s:g} s"
        if isinstance(failure, ConnectionRefusedError):
            return "nobody listens there"
        if isinstance(failure, ssl.SSLError):
            return f"no safe connection ({failure.reason or 'TLS'})"
        if isinstance(failure, http.client.IncompleteRead | http.client.RemoteDisconnected | ConnectionError):
            return "the server ended the connection in the middle"
        return (
            "the answer is not HTTP" if not isinstance(failure, OSError) else (failure.strerror or "no connection")
        )


def _unpacked(data: bytes, encoding: str, max_bytes: int) -> bytes:
    """Return what a server packed although nobody asked; never more than one byte too many."""
    if encoding.strip().lower() not in {"gzip", "x-gzip", "deflate"}:
        return data
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(data, max_bytes + 1)
    except zlib.error as failure:
        raise ValueError("packed wrongly") from failure


class _Connection(http.client.HTTPConnection):
    """A connection to IP addresses that were chosen before, for a name that the server is told."""

    def __init__(self, parts: SplitResult, places: list[str], most_s: float) -> None:
        is_safe = parts.scheme == "https"
        self.default_port = 443 if is_safe else 80
        super().__init__(parts.hostname or "", _port(parts) or self.default_port, timeout=most_s)
        self._places = places
        self.held: socket.socket | None = None  # the library lets go of it while the answer is still read
        self._context = ssl.create_default_context() if is_safe else None

    def connect(self) -> None:
        self.sock = _first(self._places, lambda place: socket.create_connection((place, self.port), self.timeout))
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)
        self.held = self.sock


def _first(places: list[str], connect: Callable[[str], socket.socket]) -> socket.socket:
    """Return the first connection that comes about."""
    failure: OSError | None = None
    for place in places:
        try:
            return connect(place)
        except OSError as found:
            failure = failure or found
    raise failure or OSError("no place")


__all__ = ["BOUNDS", "MAX_REDIRECTS", "Answer", "Bounds", "Opener", "joined", "origin_of"]
