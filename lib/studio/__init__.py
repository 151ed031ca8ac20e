"""The use cases that pages and the web side call; they see nothing behind them.

studio      create, get, history, retry, cancel, recheck, resolve, delete, clip
progress    how far a generation is, and how long it still takes, in plain words
clip        a file of the archive as a browser gets it
file_names  names for downloads: they read like the caption and hurt no disk and no shell
signature   what proves that a link or a cookie is ours
"""

from __future__ import annotations

from lib.signing import Signer
from lib.studio.clip import Clip, content_disposition
from lib.studio.file_names import attachment_name, rendition_name
from lib.studio.progress import Estimate, Progress
from lib.studio.studio import HistoryPage, Studio
from lib.video_api import Preview

__all__ = [
    "Clip",
    "Estimate",
    "HistoryPage",
    "Preview",
    "Progress",
    "Signer",
    "Studio",
    "attachment_name",
    "content_disposition",
    "rendition_name",
]
