"""A clip is saved under its caption, whatever was typed, and hurts nobody's disk, shell or eyes."""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studio import attachment_name, content_disposition


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Happy Friday!", "Happy Friday!.mp4"),
        ("你好上海", "你好上海.mp4"),
        ("../../etc/passwd", "etc passwd.mp4"),
        ("C:\\Windows\\x", "C Windows x.mp4"),
        (".bashrc", "bashrc.mp4"),
        ("...", "skylit.mp4"),
        ("///", "skylit.mp4"),
        ("", "skylit.mp4"),
        ("CON", "skylit CON.mp4"),
        ("nul.txt", "skylit nul.txt.mp4"),
        ("-rf *", "rf.mp4"),
        ("photo\u202egpj.exe", "photo gpj.exe.mp4"),
        ("a\r\nSet-Cookie: b=c", "a Set-Cookie b=c.mp4"),
        ("\x1b[31mred", "[31mred.mp4"),
        ("$(reboot) `x` 50%; ok", "(reboot) x 50 ok.mp4"),
        ("👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦.mp4"),
    ],
)
def test_the_name_reads_like_the_caption(words: str, name: str) -> None:
    assert attachment_name(words, "mp4") == name


@given(st.text(max_size=300))
def test_no_words_whatever_make_a_dangerous_name(words: str) -> None:
    name = attachment_name(words, "mp4")
    stem = name.removesuffix(".mp4")
    assert name == f"{stem}.mp4"
    assert 1 <= len(name.encode()) <= 140
    assert not set(stem) & set('<>:"/\\|?*%`$;\r\n\0')
    assert stem[0] not in " .-~"
    assert stem[-1] not in " ."
    for character in stem:
        joins = character in "\u200c\u200d"
        assert joins or character == " " or unicodedata.category(character)[0] not in "CZ"


@given(st.text(max_size=300))
def test_the_header_is_ascii_and_carries_the_name_whole(words: str) -> None:
    name = attachment_name(words, "mp4")
    header = content_disposition(name)
    assert header.isascii()
    assert header.isprintable()
    plain, _, encoded = header.removeprefix('attachment; filename="').partition('"; filename*=')
    assert unquote(encoded.removeprefix("UTF-8''")) == name
    assert plain.endswith(".mp4")
    assert not plain.startswith(".")
    assert not set(plain) & set('"\\/;%')


def test_old_readers_get_the_letters_without_their_accents() -> None:
    assert 'filename="Creme brulee.mp4"' in content_disposition("Crème brûlée.mp4")
    assert 'filename="skylit.mp4"' in content_disposition("你好.mp4")
