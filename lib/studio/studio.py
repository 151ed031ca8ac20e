"""Studio: the front of all use cases, which pages and the web side call.

Nothing here waits for a video: a request is written down, the tracker carries it on, a page looks.
"""

from __future__ import annotations

from dataclasses import dataclass

from lib.studio.costs import Costing
from lib.studio.detail import Details
from lib.studio.export import Exporting
from lib.studio.health import Health
from lib.studio.links import Links
from lib.studio.look import Look
from lib.studio.people import People
from lib.studio.several import Several
from lib.studio.share import Sharing
from lib.studio.sign_in import SigningIn
from lib.studio.take_away import TakeAway
from lib.studio.welcome import Welcome


@dataclass(frozen=True, kw_only=True)
class Studio(
    People,
    TakeAway,
    Look,
    Details,
    Several,
    Sharing,
    Exporting,
    Links,
    Welcome,
    Costing,
    SigningIn,
    Health,
):
    """Safe to share between threads."""
