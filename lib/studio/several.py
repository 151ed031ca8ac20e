"""Several: what is done with a selection of films at once, and with what a search finds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from lib.generation import Generation
from lib.ledger import Place
from lib.person import Action, Viewer, may
from lib.search import Search
from lib.studio.parts import Parts

#: Films that can be selected at once.
MOST: Final = 2000


class Several(Parts):
    def chosen(self, viewer: Viewer, ids: Sequence[str]) -> list[Generation]:
        """Return those of these that the viewer may see, in this order, each once."""
        wanted = list(dict.fromkeys(ids))[:MOST]
        found = self.ledger.shown_among(wanted)
        films = (found[each] for each in wanted if each in found)
        return [each for each in films if may(viewer, Action.SEE, each)]

    def found(self, viewer: Viewer, search: Search, *, most: int = MOST) -> list[Generation]:
        """Return the first of what a search finds, in its order."""
        return list(self.ledger.page(viewer, search, offset=0, limit=most, total=most))

    def place(self, viewer: Viewer, search: Search, generation: Generation) -> Place:
        """Return where this one stands among what a search finds."""
        return self.ledger.place(viewer, search, generation)

    def changeable(self, viewer: Viewer, films: Collection[Generation]) -> list[Generation]:
        """Return those of these that are the viewer's own."""
        return [each for each in films if may(viewer, Action.CHANGE, each)]

    def star(self, viewer: Viewer, ids: Sequence[str], *, starred: bool = True) -> int:
        """Star those of these that are the viewer's own, or take the stars. Return how many are theirs."""
        own = [each.id for each in self.changeable(viewer, self.chosen(viewer, ids))]
        if starred:
            self.ledger.star(own, self.clock())
        else:
            self.ledger.unstar(own)
        return len(own)
