"""Where the engine keeps what it can make again: compiled kernels, drawn scenery."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

#: A folder of the checkout's own, so that `make clean` forgets it and a home folder is not needed.
CACHE_DIR: Final = Path(
    os.environ.get("ENGINE_CACHE_DIR") or Path(__file__).resolve().parent.parent.parent / ".cache"
)
