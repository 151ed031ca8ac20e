"""Welcome: which visitor a browser is from now on."""

from __future__ import annotations

from collections.abc import Mapping

from lib.studio.parts import Parts
from lib.visitor import new_id, unsigned_id_from


class Welcome(Parts):
    def visitor_id(self, cookies: Mapping[str, str]) -> str:
        """Return the id that this browser's next cookie shall hold.

        It is the one that a signed cookie holds already; else that of the first release's cookie,
        once, if there is a history of that time; else a new one. Raise StorageError.
        """
        if signed := self.visitors.id_from(cookies):
            return signed
        old = unsigned_id_from(cookies)
        if old and self.ledger.exchange(old, self.visitors.person(old), self.clock()):
            return old
        return new_id()
