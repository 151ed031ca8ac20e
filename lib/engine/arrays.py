"""The array type that all of the engine computes with."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

#: float32 takes half the memory of Python's floats, and twice as many fit a vector register.
Floats = npt.NDArray[np.float32]
