"""A video link leads to the API's own host or to a public address, in whatever disguise it comes."""

from __future__ import annotations

import pytest

from lib.errors import BadVideo, Unavailable
from lib.video_api.links import is_public, is_same_host, public_address, split


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1", "240.0.0.1",
        "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1",
        "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::808:808",
        "2002:7f00:1::", "2002:808:808::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1",
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
        "::1",
    ],
)
def test_a_host_is_judged_by_what_it_resolves_to(host: str) -> None:
    with pytest.raises(BadVideo, match="private network"):
        public_address(host, 443)


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


def test_the_same_host_is_the_same_scheme_name_and_port() -> None:
    assert is_same_host("https://api.example/x", "https://API.example:443")
    assert not is_same_host("http://api.example/x", "https://api.example")
    assert not is_same_host("https://api.example:8443/x", "https://api.example")
    assert not is_same_host("https://api.example.evil/x", "https://api.example")
