"""A video link leads to the API's own host or to a public address, in whatever disguise it comes."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from requests import Request, Session

from lib.errors import BadVideo, Unavailable
from lib.video_api.download import Fetcher
from lib.video_api.egress import as_sent, is_public, is_same_host, public_address, split


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1", "240.0.0.1",
        "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1",
        "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::808:808",
        "2002:7f00:1::", "2002:808:808::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1",
        "::ffff:0:7f00:1", "64:ff9b:1::7f00:1",
        "2001:470::5efe:7f00:1", "2001:470::200:5efe:7f00:1", "3fff::1", "4000::1", "5f00::1",
        "100.100.100.200", "168.63.129.16", "192.0.0.192", "192.88.99.1",
    ],
)  # fmt: skip
def test_what_means_something_else_here_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111"])
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "10.0.0.1",
        "[::1]",
        "017700000001",
        "0x7f.1",
        "①②⑦.⓪.⓪.①",
        "１２７．０．０．１",
        "169.254.169.254",
        "[::ffff:169.254.169.254]",
    ],
)
def test_a_host_is_judged_by_what_it_resolves_to(host: str) -> None:
    with pytest.raises(BadVideo, match=r"private network|no address"):
        public_address(split(as_sent(f"https://{host}/")).hostname or "", 443)


def test_a_public_address_is_itself() -> None:
    assert public_address("93.184.216.34", 443) == "93.184.216.34"


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 300 + ".com"])
def test_a_host_that_is_not_found_may_be_found_later(host: str) -> None:
    with pytest.raises(Unavailable):
        public_address(host, 443)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://host/x", "gopher://host", "javascript:alert(1)", "", "//host/x",
        "https://", "https:///x", "https://[::1/", "https://host:port/", "https://host:99999/",
        "https://user@host/", "https://user:password@host/",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(BadVideo):
        split(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://home\\.evil/", "http://home%2eevil/", "http://home\\@evil/", "http://evil\\@home/",
        "http://home@evil/", "http://home:80@evil/", "http://ho\tme/", "http://home\n.evil/",
        "http://home.evil/", "http://evil/http://home/", "http://evil?@home/", "http://evil#@home/",
        "http://home:81/", "http://ho%6de.evil/", "http://evil;home/", "http:home.evil",
    ],
)  # fmt: skip
def test_no_trick_makes_a_stranger_pass_for_home(url: str) -> None:
    """Nor the other way round: what is judged is the address that a request would go to."""
    try:
        sent = as_sent(url)
        at_home = is_same_host(sent, "http://home")
    except BadVideo:
        return
    goes_to = urlsplit(str(Session().prepare_request(Request("GET", url)).url))
    assert at_home is (goes_to.netloc == "home")


class Resolver:
    """Names of the outside, answered from a script; the last answer stays."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **names: list[list[str]]) -> None:
        self.asked: list[str] = []
        self.connected: list[str] = []
        self._names = names
        monkeypatch.setattr(socket, "getaddrinfo", self._answer)
        monkeypatch.setattr(socket.socket, "connect", lambda _, where: self._connect(where))

    def _answer(self, host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        if host[0].isdigit():
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        self.asked.append(host)
        script = self._names[host]
        found = script.pop(0) if len(script) > 1 else script[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    def _connect(self, where: tuple[str, int]) -> None:
        self.connected.append(where[0])
        raise ConnectionRefusedError


def fetch(url: str, folder: Path) -> None:
    Fetcher(home="http://home", timeout=(1, 1)).fetch(url, folder / "film")


def test_one_private_address_among_public_ones_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    resolver = Resolver(monkeypatch, many=[["8.8.8.8", "1.1.1.1", "10.0.0.7"]])
    with pytest.raises(BadVideo, match="private network"):
        fetch("https://many/film.mp4", tmp_path)
    assert resolver.connected == []


def test_a_name_that_changes_its_mind_is_connected_to_where_it_was_checked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    resolver = Resolver(monkeypatch, rebinds=[["8.8.8.8"], ["127.0.0.1"]])
    with pytest.raises(Unavailable):
        fetch("https://rebinds/film.mp4", tmp_path)
    assert resolver.asked == ["rebinds"]
    assert resolver.connected == ["8.8.8.8"]


@pytest.mark.parametrize("host", ["10.0.0.1", "169.254.169.254", "127.0.0.1", "2130706433"])
def test_a_proxy_is_not_asked_for_what_is_known_to_be_private(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, host: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    with pytest.raises(BadVideo, match="private network"):
        fetch(f"https://{host}/film.mp4", tmp_path)
    with pytest.raises(Unavailable):  # the proxy's to find, and it does not answer
        fetch("https://no-such-host.invalid/film.mp4", tmp_path)


def test_the_same_host_is_the_same_scheme_name_and_port() -> None:
    assert is_same_host("https://api.example/x", "https://API.example:443")
    assert not is_same_host("http://api.example/x", "https://api.example")
    assert not is_same_host("https://api.example:8443/x", "https://api.example")
    assert not is_same_host("https://api.example.evil/x", "https://api.example")
