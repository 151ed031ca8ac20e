"""What the engine can make again and keeps on disk: compiled kernels, drawn scenery, recordings, samples.

entries  a folder of arrays for each thing that is made      memmap  arrays that are read from there
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

#: A folder of the checkout's own, so that `make clean` forgets it and a home folder is not needed.
CACHE_DIR: Final = Path(
    os.environ.get("ENGINE_CACHE_DIR") or Path(__file__).resolve().parents[3] / ".cache"
)
