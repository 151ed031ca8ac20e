"""How the words will read: asked of the renderer before anything is made or paid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

import streamlit as st

from lib.caption import MAX_CHARACTERS, count, cut, tidy, without
from lib.errors import InvalidInput, SkylitError, UnsupportedCharacters
from lib.format import Format
from lib.request import VideoRequest
from lib.studio import Preview, Studio
from lib.ui import addresses, draft
from lib.ui.draft import Draft
from lib.ui.escape import in_html


class Tone(StrEnum):
    """The colour of the dot; the words beside it say the same."""

    QUIET = "quiet"
    GOOD = "good"
    WARNING = "tight"
    BAD = "poor"


@dataclass(frozen=True, slots=True)
class Mend:
    """One press that turns refused words into words that can be made, or nearer to them."""

    label: str
    words: str

    @classmethod
    def of(cls, words: str, error: InvalidInput) -> Self | None:
        if isinstance(error, UnsupportedCharacters):
            return cls._unless_empty("Remove them", without(words, error.characters))
        if count(tidy(words)) > MAX_CHARACTERS:
            return cls._unless_empty(f"Cut to {MAX_CHARACTERS}", cut(words))
        return None

    @classmethod
    def _unless_empty(cls, label: str, words: str) -> Self | None:
        return cls(label, words) if words.strip() else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line under the words. `can_be_made` is False where the words would be refused."""

    tone: Tone
    sentence: str
    can_be_made: bool
    mend: Mend | None = None

    @property
    def refused(self) -> Self:
        """Return it as it reads once somebody has asked for the video all the same."""
        return replace(self, tone=Tone.BAD)

    @classmethod
    def on(cls, studio: Studio, wanted: Draft) -> tuple[Self, Preview | None]:
        """Return the verdict, and the preview if there is one."""
        if not wanted.words.strip():
            return cls(Tone.QUIET, "Type up to 80 characters, in any script.", False), None
        try:
            request = wanted.request
            preview = studio.preview(request, width=addresses.still_width(request.format))
        except InvalidInput as error:  # the characters that cannot be drawn are named in it
            return cls(Tone.BAD, str(error), False, Mend.of(wanted.words, error)), None
        except SkylitError:
            return cls(Tone.QUIET, "The preview comes in a moment.", True), None
        return cls._of(request, preview), preview

    @classmethod
    def _of(cls, request: VideoRequest, preview: Preview) -> Self:
        tone = {"good": Tone.GOOD, "tight": Tone.WARNING}.get(preview.verdict, Tone.BAD)
        facts = f"{_counted(preview.lines, 'line')} · {_counted(preview.drones, 'drone')}"
        sentence = f"{_judgement(request.format, preview)} · {facts}"
        if request.caption.reads_like_a_scene:
            tone = Tone.WARNING if tone is Tone.GOOD else tone
            sentence += " · This describes a picture: the drones write exactly these words."
        return cls(tone, sentence, True)


def show_verdict(verdict: Verdict) -> None:
    """Draw the line, with a button beside it where one press can mend the words."""
    st.html(
        f'<p class="verdict" data-tone="{verdict.tone}" data-voice="verdict">'
        f"<i></i><span>{in_html(verdict.sentence)}</span></p>",
        width="content",
    )
    if verdict.mend is not None:
        st.button(
            verdict.mend.label,
            key="mend",
            type="tertiary",
            on_click=draft.put_words,
            args=(verdict.mend.words,),
        )


def _judgement(of: Format, preview: Preview) -> str:
    """What the renderer says, for the screen that such a film is seen on."""
    screen = "on a screen" if of.ratio > 1 else "on a phone"
    if preview.verdict == "good":
        return f"Reads well {screen}"
    return preview.advice.rstrip(".").replace("on a phone", screen)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
