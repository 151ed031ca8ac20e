"""Who looks, in tests."""

from __future__ import annotations

from typing import Final

from lib.person import Person, Viewer

ANN: Final = Viewer(Person("ann"))
BOB: Final = Viewer(Person("bob"))
#: Somebody without a cookie.
NOBODY: Final = Viewer(None)
#: Somebody who may see whatever there is.
ALL_SEEING: Final = Viewer(None, sees_all=True)
