from __future__ import annotations

import stat
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.engine.api.signed_urls import LIFETIME, Links, attachment
from lib.errors import DeadLink
from lib.signing import Signer

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LINKS = Links(Signer(b"a secret of the tests"))


def parts(link: str) -> tuple[str, str]:
    query = parse_qs(urlsplit(link).query)
    return query["expires"][0], query["signature"][0]


def test_a_link_is_good_until_its_last_second() -> None:
    expires, signature = parts(LINKS.sign("abc", NOW))
    LINKS.verify("abc", expires, signature, NOW)
    LINKS.verify("abc", expires, signature, NOW + LIFETIME - timedelta(seconds=1))


def test_a_link_dies_after_ten_minutes() -> None:
    expires, signature = parts(LINKS.sign("abc", NOW))
    with pytest.raises(DeadLink, match="expired"):
        LINKS.verify("abc", expires, signature, NOW + timedelta(seconds=600))


@pytest.mark.parametrize(
    ("task", "later", "flip"),
    [("other", 0, False), ("abc", 3600, False), ("abc", 0, True)],
    ids=["another video", "a later expiry", "another signature"],
)
def test_a_link_that_was_changed_is_not_valid(task: str, later: int, flip: bool) -> None:  # noqa: FBT001 - a case of the test
    expires, signature = parts(LINKS.sign("abc", NOW))
    changed = signature[::-1] if flip else signature
    with pytest.raises(DeadLink, match="not valid"):
        LINKS.verify(task, str(int(expires) + later), changed, NOW)


@pytest.mark.parametrize("expires", ["", "soon", "-1", "9" * 30, "\ud800", "١"])
def test_an_expiry_that_is_no_moment_is_not_valid(expires: str) -> None:
    with pytest.raises(DeadLink, match="not valid"):
        LINKS.verify("abc", expires, "é" * 64, NOW)


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    first, second = Links.kept_in(file), Links.kept_in(file)
    assert first == second
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "secret" not in repr(first)


@pytest.mark.parametrize(
    ("caption", "plain", "full"),
    [
        ("Hello world", "Hello world", "Hello world"),
        ("AI/ML API", "AI ML API", "AI ML API"),
        ("../../etc/passwd", "etc passwd", "etc passwd"),
        ('say "hi"; rm -rf', "say hi ; rm -rf", "say hi ; rm -rf"),
        ("50 % off\\now", "50 off now", "50 off now"),
        ("Crème brûlée", "Creme brulee", "Crème brûlée"),
        ("新年快乐", "video", "新年快乐"),
        ("...", "video", "video"),
        ("CON", "CON video", "CON video"),
        ("a\u202egpj.exe", "a gpj.exe", "a gpj.exe"),
        ("می‌خواهم", "video", "می‌خواهم"),
    ],
)
def test_a_download_is_named_after_its_caption(caption: str, plain: str, full: str) -> None:
    header = attachment(caption)
    assert f'filename="{plain}.mp4"' in header
    assert unquote(header.partition("filename*=UTF-8''")[2]) == f"{full}.mp4"


@given(st.text(max_size=200))
def test_any_caption_makes_a_name_that_any_system_takes(caption: str) -> None:
    header = attachment(caption)
    assert header.isascii()
    assert header.isprintable()
    name = unquote(header.partition("filename*=UTF-8''")[2])
    assert name.endswith(".mp4")
    assert len(name.encode()) <= 130
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(unicodedata.category(point) in {"Cc", "Cs"} for point in name)
    assert not name.startswith((".", " "))


def test_a_long_name_is_cut_between_whole_characters() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    name = unquote(attachment(family * 80).partition("filename*=UTF-8''")[2])
    assert name.removesuffix(".mp4") == family * (len(name) // len(family))
