"""A signature holds for one purpose, one text, until its end, and for whoever has the same secret."""

from __future__ import annotations

import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.errors import SettingsError
from lib.settings import PROJECT
from lib.studio import Signer

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SIGNER = Signer(b"k" * 32)


def test_a_link_lives_until_its_end() -> None:
    token = SIGNER.sign_until("clip", "id", LATER)
    assert SIGNER.verify_until("clip", "id", token, NOW)
    assert not SIGNER.verify_until("clip", "id", token, LATER)


def test_it_holds_for_nothing_else() -> None:
    token = SIGNER.sign_until("clip", "id", LATER)
    assert not SIGNER.verify_until("clip", "other", token, NOW)
    assert not SIGNER.verify_until("cookie", "id", token, NOW)
    assert not Signer(b"x" * 32).verify_until("clip", "id", token, NOW)
    assert not SIGNER.verify("clip", "id", token.partition(".")[2])


def test_its_end_cannot_be_moved() -> None:
    moment, _, signature = SIGNER.sign_until("clip", "id", NOW).partition(".")
    assert not SIGNER.verify_until("clip", "id", f"{int(moment) + 9999}.{signature}", NOW)


def test_text_that_no_encoding_holds_is_just_another_text() -> None:
    assert not SIGNER.verify_until("clip", "\ud800", SIGNER.sign_until("clip", "?", LATER), NOW)
    assert not SIGNER.verify("clip", "id", "\ud800")


@given(st.text(max_size=80))
def test_no_made_up_token_is_good(token: str) -> None:
    assert not SIGNER.verify_until("clip", "id", token, NOW)
    assert not SIGNER.verify("clip", "id", token)


@given(st.integers(0, 60), st.sampled_from("abcXYZ019_-. \x00é"))
def test_no_altered_token_is_good(place: int, character: str) -> None:
    token = SIGNER.sign_until("clip", "id", LATER)
    altered = token[:place] + character + token[place + 1 :]
    good = SIGNER.verify_until("clip", "id", altered, NOW)
    assert good == (altered == token)


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_purpose_and_text_do_not_run_into_each_other(a: str, b: str, c: str, d: str) -> None:
    one, other = (
        (a.encode(errors="replace").decode().replace("\n", ""), b),
        (c.replace("\n", ""), d),
    )
    if one != other:
        assert SIGNER.sign(*one) != SIGNER.sign(*other)


def test_a_secret_that_is_made_is_kept_and_is_nobody_elses(tmp_path: Path) -> None:
    file = tmp_path / "data" / "secret"
    first, second = Signer.load(None, file), Signer.load(None, file)
    assert first == second
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["secret"]
    assert Signer.load(None, tmp_path / "other") != first


def test_a_secret_that_is_set_is_used_and_not_written_down(tmp_path: Path) -> None:
    assert Signer.load("set", tmp_path / "secret") == Signer.load("set", tmp_path / "elsewhere")
    assert list(tmp_path.iterdir()) == []
    assert "set" not in repr(Signer.load("set", tmp_path / "secret"))


def test_processes_that_start_at_once_agree_on_one(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from lib.signing import Signer;"
        "print(Signer.load(None, Path(sys.argv[1])).sign('p', 't'))"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "secret")],
            cwd=PROJECT, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    assert len({process.communicate(timeout=60)[0] for process in started}) == 1


def test_a_secret_that_is_damaged_or_out_of_reach_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "short").write_bytes(b"abc")
    with pytest.raises(SettingsError, match="damaged"):
        Signer.load(None, tmp_path / "short")
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        Signer.load(None, tmp_path / "file" / "secret")
