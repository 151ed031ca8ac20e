"""The search for secrets finds them wherever they are: a search that finds nothing proves nothing."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

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
