"""What holds together on a line, what may be parted, and who says so."""

from __future__ import annotations

import pytest

from lib.engine.lettering.bonds import Bond, bond
from tests.engine.lettering.laying import laid, lines


@pytest.mark.parametrize(
    ("words", "broken"),
    [
        ("“Hello,” she said — ‘goodbye’", "“Hello,”|she said —|‘goodbye’"),
        ("Êtes-vous prêts ? On y va !", "Êtes-vous|prêts ?|On y va !"),
        ("Open 24/7 from 2026-11-28 on", "Open|24/7 from|2026-11-28|on"),
        ("《上海之夜》——无人机表演", "《上海|之夜》——|无人机表演"),
        ("he said (softly) nothing at all", "he said|(softly)|nothing|at all"),
    ],
)
def test_signs_stay_with_what_they_belong_to(words: str, broken: str) -> None:
    assert "|".join(lines(words)) == broken


@pytest.mark.parametrize(
    ("words", "broken"),
    [
        ("#ShanghaiFashionWeek2026", "#Shanghai|Fashion|Week2026"),
        ("https://www.example.com/shanghai/2026", "https://www.|example.com/|shanghai/2026"),
        ("state-of-the-art", "state-of-the-art"),
        ("@SkylitShanghaiDroneShowOfficial", "@Skylit|Shanghai|DroneShow|Official"),
    ],
)
def test_names_in_one_word_break_at_their_seams(words: str, broken: str) -> None:
    assert "|".join(lines(words)) == broken


@pytest.mark.parametrize(
    ("words", "broken"),
    [
        (
            "Donaudampfschifffahrtsgesellschaft feiert heute",
            "Donaudampfschiff-|fahrtsgesellschaft|feiert heute",
        ),
        ("Достопримечательности Шанхая", "Достоприме-|чательности|Шанхая"),
        ("Congratulations!", "Congratulations!"),
    ],
)  # fmt: skip
def test_a_long_word_breaks_at_a_syllable_and_only_to_be_read(words: str, broken: str) -> None:
    layout = laid(words)
    assert "|".join(layout.lines) == broken
    assert layout.torn is ("-" in broken)


@pytest.mark.parametrize(
    "word",
    [
        "#longestpossiblehashtagthatpeoplewrite",
        "internationalization@extraordinarily.example",
        "@extraordinarycommunications",
    ],
)  # fmt: skip
def test_a_hyphen_makes_no_other_address_of_one(word: str) -> None:
    assert "".join(laid(word).lines) == word


def test_a_soft_hyphen_shows_only_where_a_line_ends() -> None:
    assert lines("Glanz\u00adlichter Schau\u00adspiel\u00adhaus Ham\u00adburg")[-1].endswith("burg")
    assert lines("Licht\u00aders") == ("Lichters",)
    layout = laid("Weltausstellungs\u00aderöffnungsfeier")
    assert layout.lines == ("Weltausstellungs-", "eröffnungsfeier")
    assert not layout.torn


@pytest.mark.parametrize(
    ("words", "broken"),
    [
        ("See you\nat\nthe fair", "See you|at|the fair"),
        ("上海\n你好啊你好", "上海|你好啊你好"),
        ("one\ntwo three four five six seven eight", "one|two three|four five six|seven eight"),
        ("سلام\nدنیا", "سلام|دنیا"),
    ],
)
def test_a_line_ends_where_a_person_has_ended_it(words: str, broken: str) -> None:
    assert "|".join(lines(words)) == broken


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2007"])
def test_a_no_break_space_holds(space: str) -> None:
    assert lines(f"The best{space}day of{space}all") == ("The", f"best{space}day", f"of{space}all")


@pytest.mark.parametrize("face", ["¯\\_(ツ)_/¯", "(^▽^)", "(*^_^*)", "ʕ•ᴥ•ʔ", "(╯°□°)╯", "(◕‿◕)"])
def test_a_face_of_signs_stays_whole(face: str) -> None:
    assert any(face in line for line in lines(f"Thank you {face} so much for coming"))


@pytest.mark.parametrize(
    ("before", "after", "held"),
    [
        ("50", "€", Bond.HELD), ("€", "50", Bond.HELD), ("USD", "99", Bond.HELD), ("20", "km", Bond.HELD),
        ("31", "March", Bond.HELD), ("March", "31", Bond.HELD), ("5", "de", Bond.HELD), ("8", "марта",
        Bond.HELD),
        ("Formula", "1", Bond.HELD), ("Hall", "12", Bond.HELD), ("No.", "5", Bond.HELD), ("Louis", "XIV",
        Bond.HELD),
        ("+86", "21", Bond.GROUP), ("1234", "5678", Bond.GROUP), ("10", "000", Bond.GROUP),
        ("Dr.", "Wang", Bond.HELD), ("iPhone", "17", Bond.HELD), ("macOS", "27", Bond.HELD),
        ("prêts", "?", Bond.FIRM), ("50", "%", Bond.FIRM), ("Lunch", "|", Bond.FIRM), ("«", "Bon", Bond.FIRM),
        ("at", "the", Bond.WEAK), ("31", "drones", Bond.WEAK), ("для", "вас", Bond.WEAK),
        ("İndirim", "%50", Bond.FREE), ("Opening", "2026", Bond.FREE), ("Hello,", "world", Bond.FREE),
    ],
)  # fmt: skip
def test_words_hold_together_as_a_reader_takes_them(before: str, after: str, held: Bond) -> None:
    assert bond(before, after) is held
