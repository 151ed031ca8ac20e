"""Video file: what a downloaded file really is, found by decoding it, and the picture it is shown by.

inspection   inspect(): in a process of its own, with an end to its time and memory
__main__     what runs there
pictures     the look itself: every picture decoded, the best one kept
checksum     SHA-256 of a file
"""

from lib.media.checksum import sha256_of
from lib.media.probe import Limits, inspect

__all__ = ["Limits", "inspect", "sha256_of"]
