"""The search for secrets finds them wherever they are: a search that finds nothing proves nothing."""

from __future__ import annotations

import base64
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from lib.settings import PROJECT
from tests.engine.serving import KEY as ENGINE_KEY
from tests.hostile_api import KEY
from tests.leaks import SECRETS, leaks_in

_PLANTED = re.compile(rb"planted-by-this-test")


def test_it_finds_what_was_planted_in_a_log_and_in_a_database(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "log").write_text("GET /x?key=planted-by-this-test\n")
    with sqlite3.connect(tmp_path / "skylit.db") as database:
        database.execute("CREATE TABLE t (words)")
        database.execute("INSERT INTO t VALUES ('planted-by-this-test')")
    database.close()
    found = list(leaks_in(tmp_path, _PLANTED))
    assert [line.split(": ")[1] for line in found] == ["planted-by-this-test"] * 2
    assert list(leaks_in(tmp_path, re.compile(rb"never planted"))) == []


def test_it_knows_every_key_and_every_form_of_link_that_the_tests_give_out() -> None:
    links = [
        "https://host/x?X-Amz-Signature=secret-signature",
        "/files/x.mp4?expires=1790000000&signature=" + "0a" * 32,
        "/clips/x.mp4?token=1790000000." + "a-_Z" * 10 + "xyz",
    ]
    for secret in (KEY, ENGINE_KEY, *links):
        assert SECRETS.search(secret.encode())
    for harmless in ("signature=", "a key of the tests", "token=1.x"):
        assert not SECRETS.search(harmless.encode())


@given(
    before=st.binary(max_size=5),
    after=st.binary(max_size=5),
    which=st.sampled_from((KEY, ENGINE_KEY)),
)
def test_it_knows_a_key_in_every_disguise(before: bytes, after: bytes, which: str) -> None:
    passed_on = before + which.encode() + after
    for shown in (
        base64.b64encode(passed_on),
        base64.urlsafe_b64encode(passed_on),
        passed_on.hex().encode(),
        which.encode("utf-16-le"),
        quote(passed_on).encode(),
    ):
        assert SECRETS.search(shown), shown


def test_a_link_that_is_quoted_within_a_link_is_known_too() -> None:
    for link in ("/files/x.mp4?signature=" + "0a" * 32, "/x.mp4?token=1790000000." + "a" * 43):
        assert SECRETS.search(quote(f"https://host{link}", safe="").encode())


def test_it_finds_what_a_database_has_not_moved_out_of_its_log_yet(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "skylit.db")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("CREATE TABLE t (words)")
    database.execute("INSERT INTO t VALUES ('planted-by-this-test')")
    database.commit()
    found = list(leaks_in(tmp_path, _PLANTED))
    database.close()
    assert [Path(line.split(": ")[0]).name for line in found] == ["skylit.db-wal"]


def test_what_a_child_says_on_its_way_is_looked_through(tmp_path: Path) -> None:
    """A suite within the suite, in which a process of a test lets the key slip."""
    command = [sys.executable, "-c", f"import sys; sys.stderr.write({KEY[::-1]!r}[::-1])"]
    (tmp_path / "test_it.py").write_text(
        f"import subprocess\ndef test_it():\n    subprocess.run({command!r}, check=True)\n"
    )
    own = ["--rootdir", str(tmp_path), "--basetemp", str(tmp_path / "made"), "-p", "tests.conftest"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", *own, str(tmp_path / "test_it.py")],
        cwd=PROJECT, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert "1 passed" in done.stdout
    assert "Captured stderr call" in done.stdout
    assert done.returncode == 1
