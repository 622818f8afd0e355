"""Addresses of a page: what is opened, what is refused, and that nothing lasts for ever or fills the memory."""

from __future__ import annotations

import gzip
import socket
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from cuepress.review.fetching import Answer, Bounds, Opener, joined, origin_of
from page_making import Reply, Site, served

QUICK = Bounds(one_s=0.4)


def _open(address: str, *, max_bytes: int = 1_000, bounds: Bounds = QUICK) -> Answer:
    return Opener(bounds=bounds).open(address, max_bytes=max_bytes)


class TestServers:
    def test_an_answer_is_read_with_its_status_and_type(self, web: Site) -> None:
        answer = _open(web.url("/talk.en.vtt"), max_bytes=10_000)

        assert (answer.status, answer.headers["content-type"], answer.fault) == (200, "text/vtt", "")
        assert answer.data.startswith(b"WEBVTT")
        assert not answer.is_cut

    def test_a_status_that_is_no_success_is_a_fault(self, web: Site) -> None:
        assert _open(web.url("/none")).fault == "the server answers 404 (Not Found)"

    def test_redirects_are_followed_and_the_last_address_told(self, web: Site) -> None:
        web.replies["/old"] = Reply(status=302, headers={"Location": "/new"})
        web.replies["/new"] = Reply(status=301, headers={"Location": "talk.en.vtt"})

        assert _open(web.url("/old")).address == web.url("/talk.en.vtt")

    def test_redirects_without_end_are_a_fault(self, web: Site) -> None:
        web.replies["/a"] = Reply(status=302, headers={"Location": "/b"})
        web.replies["/b"] = Reply(status=302, headers={"Location": "/a"})

        assert "more than 5 redirects" in _open(web.url("/a")).fault

    @pytest.mark.parametrize("target", ["file:///etc/passwd", "javascript:alert(1)", "data:text/vtt,WEBVTT"])
    def test_a_redirect_to_no_server_is_a_fault(self, web: Site, target: str) -> None:
        web.replies["/a"] = Reply(status=302, headers={"Location": target})

        assert "no address of a server" in _open(web.url("/a")).fault

    def test_a_redirect_off_this_machine_is_refused(self, web: Site) -> None:
        web.replies["/a"] = Reply(status=302, headers={"Location": "http://192.0.2.7/secret"})

        assert _open(web.url("/a")).refused == "is not on this machine; --allow-network opens it"

    def test_a_long_answer_is_read_to_its_bound_only(self, web: Site) -> None:
        def endless(request: BaseHTTPRequestHandler) -> None:
            request.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
            while True:
                request.wfile.write(b"x" * 65_536)

        web.replies["/endless"] = Reply(speak=endless)

        answer = _open(web.url("/endless"), max_bytes=200_000, bounds=Bounds(one_s=20))
        assert (len(answer.data), answer.is_cut) == (200_000, True)

    @pytest.mark.parametrize("head", [b"", b"HTTP/1.0 200 OK\r\nContent-Type: text/vtt\r\n\r\n"])
    def test_a_server_that_dribbles_is_left(self, web: Site, head: bytes) -> None:
        def slow(request: BaseHTTPRequestHandler) -> None:
            request.wfile.write(head)
            for _ in range(200):
                request.wfile.write(b"x")
                time.sleep(0.05)

        web.replies["/slow"] = Reply(speak=slow)

        assert _open(web.url("/slow")).fault == "no whole answer within 0.4 s"

    def test_an_answer_that_breaks_off_is_a_fault(self, web: Site) -> None:
        def broken(request: BaseHTTPRequestHandler) -> None:
            request.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 500\r\n\r\nWEBVTT")

        web.replies["/broken"] = Reply(speak=broken)

        assert "in the middle" in _open(web.url("/broken")).fault

    def test_what_is_no_http_is_a_fault(self, web: Site) -> None:
        web.replies["/ftp"] = Reply(speak=_welcome)

        assert _open(web.url("/ftp")).fault == "the answer is not HTTP"

    def test_a_small_package_of_much_is_read_to_its_bound(self, web: Site) -> None:
        web.replies["/bomb"] = Reply(gzip.compress(b"x" * 5_000_000), headers={"Content-Encoding": "gzip"})

        answer = _open(web.url("/bomb"), max_bytes=20_000)
        assert (answer.data, answer.is_cut) == (b"x" * 20_000, True)

    def test_nobody_there_is_a_fault(self) -> None:
        with served() as other:
            address = other.url()

        assert _open(address).fault == "nobody listens there"

    def test_an_origin_is_sent_to_another_one_only(self, web: Site) -> None:
        opener = Opener()

        opener.open(web.url("/talk.en.vtt"), max_bytes=9, origin=web.origin)
        opener.open(web.url("/talk.en.vtt"), max_bytes=9, origin="https://example.org")

        assert [headers.get("origin") for _, headers in web.asked] == [None, "https://example.org"]
        assert all("cookie" not in headers and "referer" not in headers for _, headers in web.asked)

    def test_spaces_and_letters_of_an_address_are_quoted(self, web: Site) -> None:
        _open(web.url("/a b é.vtt?x=ü"))

        assert web.asked[0][0] == "/a%20b%20%C3%A9.vtt?x=%C3%BC"


class TestNetwork:
    @pytest.mark.parametrize("address", ["http://192.0.2.7/", "https://[2001:db8::1]/", "http://169.254.169.254/"])
    def test_other_machines_are_not_asked_without_leave(self, address: str) -> None:
        assert _open(address).refused == "is not on this machine; --allow-network opens it"

    def test_a_name_that_stands_for_another_machine_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """One address of several is enough, whatever the others are."""
        found = [(2, 1, 6, "", ("127.0.0.1", 0)), (2, 1, 6, "", ("192.0.2.7", 0))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: found)

        assert "not on this machine" in _open("http://both.example/").refused

    def test_a_page_of_the_network_does_not_lead_into_this_machine(
        self, web: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opener = Opener(allow_network=True, bounds=Bounds(one_s=0.1))
        places = {"page.example": "192.0.2.7"}
        monkeypatch.setattr(
            socket,
            "getaddrinfo",
            lambda host, *_args, **_named: [(2, 1, 6, "", (places.get(host, "127.0.0.1"), 0))],
        )
        monkeypatch.setattr(socket, "create_connection", _nobody)

        opener.open("http://page.example/", max_bytes=9, is_page=True)

        port = web.server.server_port
        for address in (web.url(), f"http://inside.example:{port}/", f"http://localhost:{port}/"):
            assert "nearer to this machine" in opener.open(address, max_bytes=9).refused
        assert web.asked == []

    def test_a_name_that_nobody_has_is_a_fault(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(socket, "getaddrinfo", _unknown)

        asked = Opener(allow_network=True).open("http://none.invalid/", max_bytes=9)
        assert asked.fault == "no machine is called none.invalid"
        assert "--allow-network" in _open("http://none.invalid/").refused

    def test_passwords_are_not_sent(self, web: Site) -> None:
        assert "password" in _open(web.url().replace("http://", "http://me:secret@")).refused


def _welcome(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"220 Welcome\r\n")


def _nobody(*_args: object, **_named: object) -> None:
    raise TimeoutError


def _unknown(*_args: object, **_named: object) -> None:
    raise OSError("unknown")


class TestFiles:
    def test_a_file_of_the_folder_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "a b.vtt").write_bytes(b"WEBVTT\n")

        answer = Opener(root=tmp_path).open((tmp_path / "a b.vtt").as_uri(), max_bytes=3)
        assert (answer.data, answer.is_cut, answer.status) == (b"WEB", True, 0)

    @pytest.mark.parametrize("way", ["../secret.vtt", "inner/../../secret.vtt", "link.vtt", "%2e%2e/secret.vtt"])
    def test_nothing_outside_the_folder_is_read(self, tmp_path: Path, way: str) -> None:
        root = tmp_path / "site"
        (root / "inner").mkdir(parents=True)
        (tmp_path / "secret.vtt").write_text("WEBVTT\n")
        (root / "link.vtt").symlink_to(tmp_path / "secret.vtt")

        answer = Opener(root=root).open(f"{root.as_uri()}/{way}", max_bytes=99)
        assert answer.data == b""
        assert "outside" in answer.refused

    @pytest.mark.parametrize("name", ["none.vtt", "inner", "a%00b", "x" * 400])
    def test_what_is_no_file_is_a_fault(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "inner").mkdir()

        assert Opener(root=tmp_path).open(f"{tmp_path.as_uri()}/{name}", max_bytes=99).fault

    def test_a_page_from_a_server_leads_to_no_file(self, tmp_path: Path) -> None:
        (tmp_path / "a.vtt").write_text("WEBVTT\n")

        assert "file of this machine" in _open((tmp_path / "a.vtt").as_uri()).fault

    def test_an_address_without_scheme_is_not_looked_for_on_a_disk(self, tmp_path: Path) -> None:
        address = joined((tmp_path / "page.html").as_uri(), "//cdn.example/a.vtt")

        assert "http" in Opener(root=tmp_path).open(address, max_bytes=9).refused


class TestOthers:
    def test_data_are_in_the_address(self) -> None:
        assert _open("data:text/vtt;base64,V0VCVlRU").data == b"WEBVTT"
        assert _open("data:text/vtt,WEBVTT%0A%0A").data == b"WEBVTT\n\n"

    @pytest.mark.parametrize(
        "address", ["javascript:alert(1)", "mailto:a@b.c", "about:blank", "talk.vtt", "ftp://a/b"]
    )
    def test_what_leads_to_no_file_is_a_fault(self, address: str) -> None:
        assert "is no address of a file" in _open(address).fault

    @pytest.mark.parametrize("address", ["http://[::1", "http://", "http://a:99999999/", "http://\x00/"])
    def test_what_is_no_address_is_no_accident(self, address: str) -> None:
        answer = _open(address)

        assert answer.fault or answer.refused

    def test_what_a_script_makes_is_not_asked_for(self) -> None:
        assert "script" in _open("blob:http://127.0.0.1/1-2-3").refused

    def test_no_more_than_so_many_are_opened(self) -> None:
        opener = Opener(bounds=Bounds(n_addresses=2))

        refused = [bool(opener.open("data:,x", max_bytes=9).refused) for _ in range(3)]
        assert refused == [False, False, True]

    def test_all_together_have_an_end(self) -> None:
        assert "took more than" in Opener(bounds=Bounds(all_s=-1)).open("data:,x", max_bytes=9).refused

    @pytest.mark.parametrize(
        ("address", "origin"),
        [
            ("http://Example.org:80/a", "http://example.org"),
            ("https://example.org:8443/a", "https://example.org:8443"),
            ("http://[::1]:5000/", "http://[::1]:5000"),
            ("file:///a", "null"),
            ("data:,x", "null"),
        ],
    )
    def test_an_origin_is_written_as_browsers_send_it(self, address: str, origin: str) -> None:
        assert origin_of(address) == origin
