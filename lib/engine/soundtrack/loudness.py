"""How loud a programme is to people, and how far its peaks reach between the samples.

Source: Recommendation ITU-R BS.1770-4. Annex 1 gives the K-weighting (two biquads, tabled for
48 kHz) and the two gates; Annex 2 the four-fold interpolation for true peaks. Channels are left
and right, both with weight 1.
"""

from __future__ import annotations

from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE

Doubles = npt.NDArray[np.float64]

#: b0, b1, b2, a1, a2: the head's effect on high frequencies, then the ear's deafness to low ones.
_SHELF: Final = (1.53512485958697, -2.69169618940638, 1.19839281085285,
                 -1.69065929318241, 0.73248077421585)  # fmt: skip
_HIGH_PASS: Final = (1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621)

_OFFSET: Final = -0.691  # dB, so that a 997 Hz sine reads its own level in one channel less 3.01
_STEP: Final = SAMPLE_RATE // 10  # blocks of 400 ms begin every 100 ms
_ABSOLUTE_GATE: Final = -70.0  # LUFS
_RELATIVE_GATE: Final = -10.0  # LU below the mean of what passed the absolute gate

#: The first two of four phases; the other two are these, reversed.
_PHASES: Final = np.array(
    [
        [0.0017089843750, 0.0109863281250, -0.0196533203125, 0.0332031250000,
         -0.0594482421875, 0.1373291015625, 0.9721679687500, -0.1022949218750,
         0.0476074218750, -0.0266113281250, 0.0148925781250, -0.0083007812500],
        [-0.0291748046875, 0.0292968750000, -0.0517578125000, 0.0891113281250,
         -0.1665039062500, 0.4650878906250, 0.7797851562500, -0.2003173828125,
         0.1015625000000, -0.0582275390625, 0.0330810546875, -0.0189208984375],
    ],
    np.float32,
)  # fmt: skip


def integrated(samples: Floats) -> float:
    """Loudness of the whole, LUFS: (2, n) at SAMPLE_RATE; -inf for silence or less than 400 ms."""
    energies = block_energies(samples, steps=4)
    audible = energies[_lufs(energies) > _ABSOLUTE_GATE]
    if not len(audible):
        return -np.inf
    gate = _lufs(audible.mean()) + _RELATIVE_GATE
    return float(_lufs(audible[_lufs(audible) > gate].mean()))


def over_time(samples: Floats, seconds: float = 0.4) -> Doubles:
    """Loudness of windows of `seconds` that begin every 100 ms, LUFS, without gates."""
    return _lufs(block_energies(samples, steps=round(seconds * 10)))


def block_energies(samples: Floats, steps: int) -> Doubles:
    """K-weighted power, both channels together, of windows of `steps` times 100 ms."""
    count = samples.shape[1] // _STEP
    if count < steps:
        return np.zeros(0)
    power = np.zeros(count)
    for channel in samples:
        _add_weighted_power(channel, _STEP, power)
    return np.convolve(power, np.full(steps, 1.0 / (steps * _STEP)), "valid")


def _lufs(energy: Doubles) -> Doubles:
    with np.errstate(divide="ignore"):
        return np.asarray(_OFFSET + 10.0 * np.log10(energy))


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _add_weighted_power(channel: Floats, step: int, power: Doubles) -> None:
    """Add each step's sum of squares to `power`. Both biquads in transposed direct form II."""
    b0, b1, b2, a1, a2 = _SHELF
    c0, c1, c2, d1, d2 = _HIGH_PASS
    s1 = s2 = z1 = z2 = 0.0
    for block in range(len(power)):
        total = 0.0
        for i in range(block * step, (block + 1) * step):
            x = np.float64(channel[i])
            shelved = b0 * x + s1
            s1 = b1 * x - a1 * shelved + s2
            s2 = b2 * x - a2 * shelved
            weighted = c0 * shelved + z1
            z1 = c1 * shelved - d1 * weighted + z2
            z2 = c2 * shelved - d2 * weighted
            total += weighted * weighted
        power[block] += total


def true_peak(samples: Floats) -> float:
    """The highest level between the samples too, dBTP: (channels, n); -inf for silence."""
    with np.errstate(divide="ignore"):
        highest = max((_interpolated_peak(channel, _PHASES) for channel in samples), default=0.0)
        return float(20.0 * np.log10(highest))


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _interpolated_peak(channel: Floats, phases: Floats) -> float:
    taps = phases.shape[1]
    highest = np.float32(0.0)
    for i in range(len(channel) - taps + 1):
        first = second = third = fourth = np.float32(0.0)
        for k in range(taps):
            early, late = channel[i + k], channel[i + taps - 1 - k]
            first += phases[0, k] * late
            second += phases[1, k] * late
            third += phases[1, k] * early
            fourth += phases[0, k] * early
        highest = max(highest, abs(first), abs(second), abs(third), abs(fourth))
    return float(highest)
