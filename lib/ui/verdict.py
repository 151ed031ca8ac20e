"""How the words will read: asked of the renderer before anything is made or paid."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

import streamlit as st

from lib.caption import Caption
from lib.errors import InvalidCaption, InvalidInput, SkylitError, UnsupportedCharacters
from lib.studio import Preview, Studio
from lib.ui.as_typed import in_html


class Tone(StrEnum):
    """The colour of the dot; the words beside it say the same."""

    QUIET = "quiet"
    GOOD = "good"
    WARNING = "tight"
    BAD = "poor"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line under the words. `can_be_made` is False where the words would be refused."""

    tone: Tone
    sentence: str
    can_be_made: bool

    @property
    def refused(self) -> Self:
        """What it becomes when somebody asks for the video all the same."""
        return replace(self, tone=Tone.BAD)

    @classmethod
    def on(
        cls, studio: Studio, words: str, template: str, palette: str | None
    ) -> tuple[Self, Preview | None]:
        """The verdict, and the preview if there is one."""
        if not words.strip():
            return cls(Tone.QUIET, "Type up to 80 characters, in any script.", False), None
        try:
            caption = Caption.parse(words)
            preview = studio.preview(caption.text, template=template, palette=palette)
        except UnsupportedCharacters as error:
            return cls(Tone.BAD, _cannot_draw(error.characters), False), None
        except InvalidCaption as error:
            return cls(Tone.BAD, str(error), False), None
        except InvalidInput as error:
            return cls(Tone.BAD, str(error), False), None
        except SkylitError:
            return cls(
                Tone.QUIET, "The preview is not there just now; the video will be.", True
            ), None
        return cls._of(caption, preview), preview

    @classmethod
    def _of(cls, caption: Caption, preview: Preview) -> Self:
        if preview.unsupported:
            return cls(Tone.BAD, _cannot_draw(tuple(preview.unsupported)), False)
        tone = {"good": Tone.GOOD, "tight": Tone.WARNING}.get(preview.verdict, Tone.BAD)
        if caption.reads_like_a_scene:
            advice = "This describes a picture. The drones write exactly these words."
            return cls(Tone.WARNING, advice, True)
        facts = f"{_counted(preview.lines, 'line')} · {_counted(preview.drones, 'drone')}"
        return cls(tone, f"{_judgement(preview)} · {facts}", True)


def show_verdict(verdict: Verdict) -> None:
    st.html(
        f'<p class="verdict" data-tone="{verdict.tone}" role="status">'
        f"<i></i><span>{in_html(verdict.sentence)}</span></p>"
    )


def _judgement(preview: Preview) -> str:
    if preview.verdict == "good":
        return "Reads well on a phone"
    return str(preview.advice or "Small on a phone").rstrip(".")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _cannot_draw(characters: tuple[str, ...]) -> str:
    named = ", ".join(f"{each} ({_name(each)})" for each in characters[:3])
    more = f" and {len(characters) - 3} more" if len(characters) > 3 else ""
    return f"The drones cannot draw {named}{more}. Use another character."


def _name(character: str) -> str:
    return unicodedata.name(character[0], f"U+{ord(character[0]):04X}").lower()
