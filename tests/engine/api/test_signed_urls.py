from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from lib.engine.api.signed_urls import LIFETIME, SignedUrls
from lib.errors import DeadLink
from lib.signing import Signer

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LINKS = SignedUrls(Signer(b"a secret of the tests"))


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
    first, second = SignedUrls.kept_in(file), SignedUrls.kept_in(file)
    assert first == second
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "secret" not in repr(first)
