"""How the kernels of this package are compiled.

float32 throughout: a Python number next to a float32 makes numba compute in float64, at half the
speed, so every constant in a kernel is an np.float32. The error model is numpy's because Python's
checks each division for zero and so keeps loops from being vectorised (7 times slower in the tone
map). Kernels let go of the GIL, so that the encoder works meanwhile on another core.
"""

from __future__ import annotations

from typing import Final

import numba as nb
import numpy as np
import numpy.typing as npt
from numba.extending import register_jitable

from lib.engine.arrays import Floats

#: Bytes of one channel of a yuv420p picture.
Plane = npt.NDArray[np.uint8]

#: A compiled function that Python calls.
kernel: Final = nb.njit(cache=True, fastmath=True, nogil=True, error_model="numpy")

#: A function that is compiled into every kernel that calls it.
inlined: Final = register_jitable(error_model="numpy", fastmath=True)

ZERO: Final = np.float32(0.0)
HALF: Final = np.float32(0.5)
ONE: Final = np.float32(1.0)


def read_only(array: Floats) -> Floats:
    """The same data as a plain, contiguous array that cannot be written.

    Mapped files are read-only and arrays in memory are not; numba would compile a kernel for each.
    """
    view = np.ascontiguousarray(array, np.float32).view(np.ndarray)
    view.flags.writeable = False
    return view
