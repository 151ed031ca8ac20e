"""Video files: what a downloaded file really is, and what else is made from it.

arrival      receive(): a downloaded file becomes a film that every browser plays
probe        inspect(): decode a file in a process of its own, with limits to its time and memory
__main__     what runs there
decode       the look itself: every picture decoded, the best one kept
playable     which films every browser plays
transcode    other formats, animations, stills and a page from a film, in such a process too
glance       a film of our own engine: its header and its best picture, in this process
spreadsheet  the cells of an XLSX or ODS file, likewise
cells        what runs there
process      such a process, followed and ended from outside
card         the picture of a link, composed from a still
confined     the limits, the environment and the exit codes of these processes
source       a film opened for decoding
checksum     SHA-256 of a file
"""

from lib.media.arrival import receive
from lib.media.card import CARD_SIZE, compose_card
from lib.media.checksum import sha256_of
from lib.media.confined import Limits
from lib.media.glance import glance
from lib.media.probe import inspect
from lib.media.spreadsheet import is_spreadsheet, read_spreadsheet
from lib.media.transcode import RECIPES, Kind, Recipe, transcode

__all__ = [
    "CARD_SIZE",
    "RECIPES",
    "Kind",
    "Limits",
    "Recipe",
    "compose_card",
    "glance",
    "inspect",
    "is_spreadsheet",
    "read_spreadsheet",
    "receive",
    "sha256_of",
    "transcode",
]
