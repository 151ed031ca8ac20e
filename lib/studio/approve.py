"""Approve: paid videos wait as "asked for" until somebody who may says yes or no with a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from lib.approval import Asked, Decision
from lib.approver import Approvers
from lib.batch import Batch
from lib.charge import BEFORE_ANY_FILM, dollars
from lib.errors import BatchNotFound, GenerationNotFound, NotNow
from lib.generation import Generation
from lib.ledger import News
from lib.notify import approval_is_answered, approval_is_asked
from lib.person import Action, Role, Viewer, may
from lib.problem import Code
from lib.provider import Provider
from lib.studio.costs import Costing, Quote
from lib.template import Template
from lib.urls import Urls

#: Characters of a word with a yes or no.
LONGEST_WORD: Final = 200


class Approving(Costing):
    @property
    def approvers(self) -> Approvers:
        """Return what makes and reads the tokens of people who may say yes or no."""
        return Approvers(self.signer)

    def as_approver(self, viewer: Viewer, cookies: Mapping[str, str]) -> Viewer:
        """Return the viewer, who may say yes or no if one of the cookies proves it."""
        if may(viewer, Action.APPROVE) or not self.approvers.is_among(cookies, self.clock()):
            return viewer
        return replace(viewer, role=Role.APPROVER)

    def asked_for(self, viewer: Viewer) -> list[Asked]:
        """Return what waits for a yes or no, the longest waiting first. Raise NotNow."""
        _refuse_others(viewer)
        return self.ledger.asked_for()

    def count_asked_for(self, viewer: Viewer) -> int:
        """Return how many answers are waited for; 0 for who may give none."""
        return self.ledger.count_asked_for() if may(viewer, Action.APPROVE) else 0

    def approve(self, viewer: Viewer, generation_id: str, word: str = "") -> Generation:
        """Say yes: it is sent. Raise NotNow for others, and where it was decided meanwhile."""
        return self._decide(viewer, generation_id, _tidy(word), says_yes=True)

    def decline(self, viewer: Viewer, generation_id: str, word: str = "") -> Generation:
        """Say no: nothing is sent, and nothing is charged. Raise NotNow as `approve` does."""
        return self._decide(viewer, generation_id, _tidy(word), says_yes=False)

    def approve_batch(self, viewer: Viewer, batch_id: str, word: str = "") -> int:
        """Say yes to all of its films that wait. Return how many. Raise as `approve` does."""
        return self._decide_batch(viewer, batch_id, Decision(says_yes=True, word=_tidy(word)))

    def decline_batch(self, viewer: Viewer, batch_id: str, word: str = "") -> int:
        """Say no to all of its films that wait. Return how many. Raise as `approve` does."""
        return self._decide_batch(viewer, batch_id, Decision(says_yes=False, word=_tidy(word)))

    # ── before anything is asked for ──────────────────────────────────────────────────────────

    def quote(
        self,
        viewer: Viewer,
        provider: Provider,
        films: Mapping[Template, int],
        *,
        batch: Batch | None = None,
    ) -> Quote:
        """Return what so many films of each template would cost, and what may still be spent.

        `batch`: the one that they are added to. Nothing outside is asked: no page waits for it.
        """
        if not provider.charges:
            return Quote(provider=provider, cost=None)
        prices = {template: self.ledger.price(template, provider) for template in films}
        known = [(prices[each], count) for each, count in films.items()]
        costs = [price * count for price, count in known if price is not None]
        is_batch = batch is not None or sum(films.values()) > 1
        spent = self.ledger.spent_on(batch.id) if batch else 0.0 if is_batch else None
        left = self.left_to_spend(viewer, provider, spent_on_batch=spent)
        return Quote(
            provider=provider,
            cost=sum(costs) if costs and len(costs) == len(known) else None,
            left=left and left[0],
            left_of=left and left[1],
            needs_approval=self._is_dear(viewer, known, already=spent or 0.0),
        )

    def needs_approval(self, viewer: Viewer, template: Template, provider: Provider) -> bool:
        """Return whether such a video of this viewer's waits for a yes before it is sent."""
        return self.quote(viewer, provider, {template: 1}).needs_approval

    def _is_dear(
        self, viewer: Viewer, known: Iterable[tuple[float | None, int]], *, already: float
    ) -> bool:
        """A batch counts as a whole, with what it has cost already: else it could be had in slices."""
        over = self.settings.approval_over
        if over is None or may(viewer, Action.APPROVE):
            return False
        costs = ((BEFORE_ANY_FILM if price is None else price) * count for price, count in known)
        return dollars(already + sum(costs)) > over

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    def _decide(
        self, viewer: Viewer, generation_id: str, word: str, *, says_yes: bool
    ) -> Generation:
        _refuse_others(viewer)
        answer = Decision(says_yes=says_yes, word=word)
        while True:
            old = self.ledger.get(generation_id)
            if old is None:
                raise GenerationNotFound(Code.NOT_HERE)
            new = answer.to(old, self.clock())
            if self.ledger.swap(old, new, news=self._answered([old], None, answer)):
                self.wake()
                return new

    def _decide_batch(self, viewer: Viewer, batch_id: str, answer: Decision) -> int:
        _refuse_others(viewer)
        batch, decided = self.ledger.batch(batch_id), 0
        if batch is None:
            raise BatchNotFound(Code.BATCH_NOT_HERE)
        while waiting := self.ledger.asked_for_in(batch_id):
            now = self.clock()
            changes = [(each, answer.to(each, now)) for each in waiting]
            decided += self.ledger.swap_together(changes, self._answered(waiting, batch, answer))
        if not decided:
            raise NotNow(Code.ANSWERED_ALREADY)
        self.wake()
        return decided

    def _asks(self, films: Sequence[Generation], batch: Batch | None = None) -> News | None:
        """Return what others are told where these wait for a yes and a webhook is set."""
        if not self.settings.webhook_url or not films[0].waits_for_approval:
            return None
        body = approval_is_asked(self._asked(films, batch), Urls(public=self.settings.public_url))
        return News("approval.asked", body)

    def _answered(
        self, films: Sequence[Generation], batch: Batch | None, answer: Decision
    ) -> News | None:
        if not self.settings.webhook_url:
            return None
        asked, urls = self._asked(films, batch), Urls(public=self.settings.public_url)
        return News("approval.answered", approval_is_answered(asked, answer, urls))

    def _asked(self, films: Sequence[Generation], batch: Batch | None) -> Asked:
        counts = Counter(each.request.template for each in films)
        cost = self._expected(films[0].provider, counts)
        return Asked(film=films[0], batch=batch, films=len(films), credits=cost)

    def _expected(self, provider: Provider, films: Mapping[Template, int]) -> float:
        """Return the credits that these count with until the provider says more."""
        prices = {each: self.ledger.price(each, provider) for each in films}
        return sum((prices[each] or BEFORE_ANY_FILM) * count for each, count in films.items())


def _refuse_others(viewer: Viewer) -> None:
    if not may(viewer, Action.APPROVE):
        raise NotNow(Code.MAY_NOT_APPROVE)


def _tidy(word: str) -> str:
    """Without what no database takes: half of a surrogate pair, and NUL."""
    return " ".join(word.encode(errors="ignore").decode().replace("\0", "").split())[:LONGEST_WORD]
