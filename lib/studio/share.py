"""Share: public links to films, for people without an account."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from lib.errors import NotNow, ShareEnded, ShareNotFound, StorageError, TooMany
from lib.generation import Generation
from lib.person import Person, Viewer
from lib.problem import Code, Problem
from lib.rendition import CARD
from lib.share import Share, ShareState, hash_of, token_of
from lib.studio.cards import Cards

#: Days that a link may last. None: it has no end.
LASTS: Final = (7, 30, 90, None)
_USUAL: Final = 30

#: Films in one link.
MOST_FILMS: Final = 200


@dataclass(frozen=True, slots=True)
class SharedFilms:
    """What a public link opens: its films that can be played, in order, at least one."""

    share: Share
    films: tuple[Generation, ...]

    @property
    def viewer(self) -> Viewer:
        """Return whoever holds the link: somebody without a name, who may see these films alone."""
        return Viewer(None, linked=frozenset(each.id for each in self.films))


class Sharing(Cards):
    def share(
        self, viewer: Viewer, generation_ids: Sequence[str], days: int | None = _USUAL
    ) -> Share:
        """Return the public link to these films that the viewer has already, else make one.

        Raise NotNow if a film is not ready or is somebody else's, or where links are switched off.
        """
        self._refuse_to_share(viewer, generation_ids)
        if known := self.share_of(viewer, generation_ids):
            return known
        now = self.clock()
        made = Share.new(
            owner=_owner(viewer),
            generation_ids=tuple(generation_ids),
            now=now,
            expires_at=_end(now, days),
        )
        self.ledger.add_share(made, hash_of(self.token(made)))
        self._prepare_card(made)
        return made

    def share_of(self, viewer: Viewer, generation_ids: Sequence[str]) -> Share | None:
        """Return the viewer's own link to just these films that works now, if there is one."""
        now, films = self.clock(), tuple(generation_ids)
        found = self.ledger.shares_with(films[0]) if films else []
        return next(
            (
                each
                for each in found
                if each.owner == viewer.person
                and each.generation_ids == films
                and each.state(now) is ShareState.LIVE
            ),
            None,
        )

    def shares_of(self, viewer: Viewer, generation_id: str) -> list[Share]:
        """Return the viewer's own links that hold this film, also those that ended, newest first."""
        found = self.ledger.shares_with(generation_id)
        return [each for each in found if each.owner == viewer.person]

    def share_until(self, viewer: Viewer, share_id: str, days: int | None) -> Share:
        """Let the link last so many days from now on; None: without end."""
        now = self.clock()
        return self._change_share(self._own_share(viewer, share_id).until(_end(now, days)))

    def share_terms(
        self, viewer: Viewer, share_id: str, *, may_download: bool, is_indexed: bool
    ) -> Share:
        """Say whether people with the link may download, and whether search engines may list it."""
        share = self._own_share(viewer, share_id)
        return self._change_share(replace(share, may_download=may_download, is_indexed=is_indexed))

    def stop_sharing(self, viewer: Viewer, share_id: str) -> Share:
        """End the link at once."""
        return self._change_share(self._own_share(viewer, share_id).stopped(self.clock()))

    def resume_sharing(self, viewer: Viewer, share_id: str) -> Share:
        """Undo `stop_sharing`: the same link works again."""
        return self._change_share(self._own_share(viewer, share_id).resumed())

    def token(self, share: Share) -> str:
        """Return the secret part of the link. It is stored nowhere."""
        return token_of(share.id, self.signer)

    def views(self, share: Share) -> int:
        """Return how often the link was opened."""
        return sum(self.ledger.views(share.id).values())

    # ── for whoever holds the link ────────────────────────────────────────────────────────────

    def shared(self, token: str) -> SharedFilms:
        """Return what the link opens now.

        Raise ShareEnded for one that opened something once, ShareNotFound for any other token,
        StorageError while its files are damaged or the database does not answer.
        """
        share = self.ledger.share_of_token(hash_of(token)) if self.settings.public_sharing else None
        if share is None:
            raise ShareNotFound(Code.SHARE_UNKNOWN)
        if share.state(self.clock()) is not ShareState.LIVE:
            raise ShareEnded(Code.SHARE_ENDED)
        return SharedFilms(share, self._playable(share))

    def count_view(self, share: Share) -> None:
        """Count that somebody opened the link. A full disk keeps nobody from watching."""
        with contextlib.suppress(StorageError):
            self.ledger.count_view(share.id, self.clock().date().isoformat())

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    def _refuse_to_share(self, viewer: Viewer, generation_ids: Sequence[str]) -> None:
        if not self.settings.public_sharing:
            raise NotNow(Code.SHARING_OFF)
        if not 0 < len(generation_ids) <= MOST_FILMS:
            raise NotNow(Problem.of(Code.SHARE_SIZE, most=MOST_FILMS))
        for each in generation_ids:
            if not self._changeable(viewer, each).is_playable:
                raise NotNow(Code.SHARE_TOO_EARLY)

    def _prepare_card(self, share: Share) -> None:
        """Begin to make the picture, so that it is ready before a messenger asks for it."""
        first = self.ledger.get(share.generation_ids[0])
        if first is not None:
            with contextlib.suppress(TooMany):
                self.exporter.ask((first.id, CARD.name), share.owner.id, lambda _: self.card(first))

    def _own_share(self, viewer: Viewer, share_id: str) -> Share:
        share = self.ledger.share(share_id)
        if share is None or viewer.person is None or share.owner != viewer.person:
            raise ShareNotFound(Code.SHARE_NOT_YOURS)
        return share

    def _change_share(self, share: Share) -> Share:
        self.ledger.change_share(share)
        return share

    def _playable(self, share: Share) -> tuple[Generation, ...]:
        rows = self.ledger.shown_among(share.generation_ids)
        if not rows:
            raise ShareEnded(Code.SHARED_FILM_DELETED)
        films = tuple(rows[each] for each in share.generation_ids if each in rows)
        if not (playable := tuple(each for each in films if each.is_playable)):
            raise StorageError(Code.SHARED_FILM_DAMAGED)
        return playable


def _owner(viewer: Viewer) -> Person:
    if viewer.person is None:
        raise NotNow(Code.SHARE_NEEDS_A_MAKER)
    return viewer.person


def _end(now: datetime, days: int | None) -> datetime | None:
    return None if days is None else now + timedelta(days=days)
