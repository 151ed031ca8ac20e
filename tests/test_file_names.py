"""A clip is saved under its caption, whatever was typed, and hurts nobody's disk, shell or eyes."""

from __future__ import annotations

import unicodedata
from datetime import date
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.content_disposition import content_disposition
from lib.file_names import attachment_name, rendition_name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Happy Friday!", "Happy Friday!.mp4"),
        ("你好上海", "你好上海.mp4"),
        ("../../etc/passwd", "etc-passwd.mp4"),
        ("C:\\Windows\\x", "C Windows-x.mp4"),
        (".bashrc", "bashrc.mp4"),
        ("...", "skylit.mp4"),
        ("///", "skylit.mp4"),
        ("", "skylit.mp4"),
        ("CON", "skylit CON.mp4"),
        ("nul.txt", "skylit nul.txt.mp4"),
        ("-rf *", "rf.mp4"),
        ("photo\u202egpj.exe", "photo gpj.exe.mp4"),
        ("a\r\nSet-Cookie: b=c", "a Set-Cookie - b=c.mp4"),
        ("\x1b[31mred", "[31mred.mp4"),
        ("$(reboot) `x` 50%; ok", "(reboot) 'x' 50%, ok.mp4"),
        ("50% off", "50% off.mp4"),
        ("%50 indirim", "%50 indirim.mp4"),
        ("-50 % heute", "−50 % heute.mp4"),
        ("-$5 today", "−$5 today.mp4"),
        ("$20 for 2", "$20 for 2.mp4"),
        ("%PATH%", "PATH%.mp4"),
        ("1/2 price", "1-2 price.mp4"),
        ("24/7 and/or 买/卖", "24-7 and-or 买-卖.mp4"),
        ("$5/kg", "$5-kg.mp4"),
        ("Doors 19:30", "Doors 19.30.mp4"),
        ("China 3:1", "China 3-1.mp4"),
        ("Today: sale", "Today - sale.mp4"),
        ("Before > after", "Before - after.mp4"),
        ("A | B", "A - B.mp4"),
        ("I <3 Shanghai", "I ♥ Shanghai.mp4"),
        ("5* hotel", "5★ hotel.mp4"),
        ("2*3", "2×3.mp4"),
        ("*really* new", "really new.mp4"),
        ('"Hello"', "Hello.mp4"),
        ('Say "hi" now', "Say 'hi' now.mp4"),
        ("'90s party", "’90s party.mp4"),
        ("Why? Now!", "Why Now!.mp4"),
        ("com¹", "skylit com¹.mp4"),
        ("LPT³ .x", "skylit LPT³ .x.mp4"),
        ("com0", "skylit com0.mp4"),
        ("CONIN$", "skylit CONIN$.mp4"),
        ("con .", "skylit con.mp4"),
        ("command", "command.mp4"),
        ("com12", "com12.mp4"),
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
    assert not set(stem) & set('<>:"/\\|?*`;\r\n\0')
    assert "$(" not in stem
    assert "${" not in stem
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
    assert not set(plain) & set('"\\/;')
    assert unquote(plain) == plain


def test_old_readers_get_the_letters_without_their_accents() -> None:
    assert 'filename="Creme brulee.mp4"' in content_disposition("Crème brûlée.mp4")
    assert 'filename="skylit.mp4"' in content_disposition("你好.mp4")


@pytest.mark.parametrize(
    ("words", "kind", "name"),
    [
        ("Grand Opening!", "1x1", "2026-11-03-grand-opening-1x1.mp4"),
        ("开业大吉 Grand Opening", "16x9", "2026-11-03-开业大吉-grand-opening-16x9.mp4"),
        ("50% off – today", "9x16", "2026-11-03-50%-off-today-9x16.mp4"),
        ("नमस्ते", "4x5", "2026-11-03-नमस्ते-4x5.mp4"),
        ("...", "", "2026-11-03-skylit.mp4"),
    ],
)
def test_a_rendition_is_named_after_its_day_words_and_kind(
    words: str, kind: str, name: str
) -> None:
    assert rendition_name(date(2026, 11, 3), words, kind, "mp4") == name


@given(st.text(max_size=300))
def test_a_renditions_name_has_no_spaces_and_fits_every_disk(words: str) -> None:
    name = rendition_name(date(2026, 11, 3), words, "16x9", "mp4")
    assert name.startswith("2026-11-03-")
    assert name.endswith("-16x9.mp4")
    assert len(name.encode()) <= 150
    assert not set(name) & set('<>:"/\\|?*`; \r\n\0')
