"""The use cases that pages and the web side call; they see nothing behind them.

studio      the front; its use cases are make, approve, look, detail, decide, several, batches, bundle, files,
            share, export, links, welcome and costs
parts       what every use case works with
progress    how far a generation is, in plain words
estimate    how long a video takes here, without anybody's waiting
renditions  what was made from a film and is kept beside it
cards       the picture of a public link
exporter    makes files in the background, few at a time
csv_file    a CSV for spreadsheets
zip_stream  a ZIP that is written while it is sent
clip        a file of the archive as a browser gets it
links       signed addresses, for whoever has no visitor's cookie
batch_progress  how far a batch is, for its wall
live        how far everything under way is, for all who watch
"""

from __future__ import annotations

from lib.signing import Signer
from lib.studio.approve import LONGEST_WORD
from lib.studio.batch_progress import BatchProgress
from lib.studio.batches import BatchOrder
from lib.studio.clip import Clip
from lib.studio.costs import Costs, LimitOf, Quote
from lib.studio.decide import JustDeleted
from lib.studio.detail import Detail, KeptFile, Shared
from lib.studio.estimate import Estimate
from lib.studio.export import EXPORTS, Export, Way
from lib.studio.look import HistoryPage
from lib.studio.people import Member
from lib.studio.progress import Progress
from lib.studio.several import MOST
from lib.studio.share import LASTS, SharedFilms
from lib.studio.share import MOST_FILMS as MOST_SHARED
from lib.studio.studio import Studio
from lib.video_api import Preview

__all__ = [
    "EXPORTS",
    "LASTS",
    "LONGEST_WORD",
    "MOST",
    "MOST_SHARED",
    "BatchOrder",
    "BatchProgress",
    "Clip",
    "Costs",
    "Detail",
    "Estimate",
    "Export",
    "HistoryPage",
    "JustDeleted",
    "KeptFile",
    "LimitOf",
    "Member",
    "Preview",
    "Progress",
    "Quote",
    "Shared",
    "SharedFilms",
    "Signer",
    "Studio",
    "Way",
]
