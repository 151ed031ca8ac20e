"""Exports and public links."""

from __future__ import annotations

from typing import Final

from lib.problem import Code

SENTENCES: Final = {
    Code.EXPORT_CANCELLED: "The file was cancelled before it was finished.",
    Code.EXPORT_TOO_EARLY: "This video is not ready, so nothing can be made from it yet.",
    Code.EXPORT_UNKNOWN: "There is no such file of this video.",
    Code.EXPORT_NOT_MADE: "This file is not here: it was not made yet, or its film was deleted.",
    Code.EXPORT_UNWRITABLE: (
        "The file cannot be written to the disk[ ({why})]. Make room, then try again."
    ),
    Code.EXPORTS_CROWDED: "Many files are being made just now. Try again in a minute.",
    Code.EXPORT_FAILED: "This file could not be made. Skylit's log says why.",
    Code.FILM_MISSING: "The film itself is missing from the archive.",
    Code.ENGINE_CANNOT_DRAW: "The engine could not draw it.[ It says: {cause}]",
    Code.ENGINE_SLOW: "The engine takes too long. Try again in a minute.",
    Code.SHARING_OFF: (
        "Public links are switched off here. Ask whoever runs Skylit to set PUBLIC_SHARING=yes."
    ),
    Code.SHARE_SIZE: "Choose 1 to {most} films to share.",
    Code.SHARE_TOO_EARLY: "This video is not ready, so it cannot be shared yet.",
    Code.SHARE_NEEDS_A_MAKER: "Only those who make videos here can share them.",
    Code.SHARE_NOT_YOURS: "This link is not here: it was somebody else's, or is gone.",
    Code.SHARE_UNKNOWN: "There is nothing at this address.",
    Code.SHARE_ENDED: "Whoever shared this film has ended the link, or its time is over.",
    Code.SHARED_FILM_DELETED: "The film was deleted.",
    Code.SHARED_FILM_DAMAGED: "The film is being repaired. Try again later.",
    Code.DOWNLOAD_NOT_SHARED: "Whoever shared this film keeps the download to themselves.",
}
