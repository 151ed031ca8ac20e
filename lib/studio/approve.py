"""Approve: paid videos wait as "asked for" until somebody who may says yes or no with a word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from lib.approver import Approvers
from lib.charge import BEFORE_ANY_FILM, dollars
from lib.errors import GenerationNotFound, NotNow
from lib.generation import Generation
from lib.person import Action, Role, Viewer, may
from lib.problem import Code
from lib.provider import Provider
from lib.studio.parts import Parts
from lib.template import Template

#: Characters of a word with a yes or no.
LONGEST_WORD: Final = 200


class Approving(Parts):
    @property
    def approvers(self) -> Approvers:
        """Return what makes and reads the tokens of people who may say yes or no."""
        return Approvers(self.signer)

    def as_approver(self, viewer: Viewer, cookies: Mapping[str, str]) -> Viewer:
        """Return the viewer, who may say yes or no if one of the cookies proves it."""
        if may(viewer, Action.APPROVE) or not self.approvers.is_among(cookies, self.clock()):
            return viewer
        return replace(viewer, role=Role.APPROVER)

    def asked_for(self, viewer: Viewer) -> list[Generation]:
        """Return what waits for a yes or no, the longest waiting first. Raise NotNow."""
        _refuse_others(viewer)
        return self.ledger.asked_for()

    def approve(self, viewer: Viewer, generation_id: str, word: str = "") -> Generation:
        """Say yes: it is sent. Raise NotNow for others, and where it was decided meanwhile."""
        return self._decide(viewer, generation_id, _tidy(word), says_yes=True)

    def decline(self, viewer: Viewer, generation_id: str, word: str = "") -> Generation:
        """Say no: nothing is sent, and nothing is charged. Raise NotNow as `approve` does."""
        return self._decide(viewer, generation_id, _tidy(word), says_yes=False)

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    def _decide(
        self, viewer: Viewer, generation_id: str, word: str, *, says_yes: bool
    ) -> Generation:
        _refuse_others(viewer)
        while True:
            old, now = self.ledger.get(generation_id), self.clock()
            if old is None:
                raise GenerationNotFound(Code.NOT_HERE)
            new = old.approved(word, now) if says_yes else old.declined(word, now)
            if self.ledger.swap(old, new):
                self.wake()
                return new

    def needs_approval(self, viewer: Viewer, template: Template, provider: Provider) -> bool:
        """Return whether such a video of this viewer's waits for a yes before it is sent."""
        over = self.settings.approval_over
        if over is None or not provider.charges or may(viewer, Action.APPROVE):
            return False
        usual = self.ledger.price(template, provider)
        return dollars(BEFORE_ANY_FILM if usual is None else usual) > over


def _refuse_others(viewer: Viewer) -> None:
    if not may(viewer, Action.APPROVE):
        raise NotNow(Code.MAY_NOT_APPROVE)


def _tidy(word: str) -> str:
    """Without what no database takes: half of a surrogate pair, and NUL."""
    return " ".join(word.encode(errors="ignore").decode().replace("\0", "").split())[:LONGEST_WORD]
