"""The flight's inner loops: drones between formations, sparks on their ballistic way."""

from __future__ import annotations

import math

import numba as nb
import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats

f4 = np.float32

#: Units of z that enlarge a picture by one part in 1,250: a far camera with a long lens.
PERSPECTIVE = f4(0.0008)
#: Firework sparks slow down by e in 1/DRAG seconds and sink at GRAVITY (units/s²).
DRAG = f4(2.4)
GRAVITY = f4(44.0)
#: Sparks behind the words shine this much, so that the words stay readable.
BEHIND_WORDS = f4(0.16)


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy", inline="always")
def ease(share: f4) -> f4:
    """Minimum jerk (Flash & Hogan, 1985), clamped to 0..1."""
    s = min(max(share, f4(0.0)), f4(1.0))
    return s * s * s * (f4(10.0) + s * (f4(-15.0) + f4(6.0) * s))


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy", inline="always")
def bell(off: f4) -> f4:
    return f4(math.exp(-off * off))


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def live(
    x: f4, y: f4, z: f4, t: f4, reach: f4, flap: f4, swim: f4, beat: f4, opens: f4
) -> tuple[f4, f4, f4]:
    """Where a point of a figure is while it lives; see Gesture."""
    out = abs(x) / reach
    if flap != f4(0.0):
        stroke = f4(math.sin(f4(5.2) * t))
        y -= flap * stroke * out * f4(math.sqrt(out))
        z += f4(0.7) * flap * f4(math.cos(f4(5.2) * t)) * out
        x *= f4(1.0) - f4(0.10) * abs(stroke) * out
    if swim != f4(0.0):
        y += swim * (f4(0.35) + f4(0.65) * out) * f4(math.sin(f4(0.019) * x - f4(4.6) * t))
    swell = f4(1.0)
    if beat != f4(0.0):
        phase = (t * f4(1.15)) % f4(1.0)
        swell += beat * (
            bell((phase - f4(0.33)) / f4(0.14)) + f4(0.5) * bell((phase - f4(0.64)) / f4(0.14))
        )
    closed = f4(1.0) - ease((t - opens) / f4(1.3))
    if closed > f4(0.0):
        swell *= f4(1.0) - f4(0.72) * closed
        y *= f4(1.0) + f4(1.6) * closed
    return x * swell, y * swell, z * swell


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def stand(k: int, i: int, t: f4, points: Floats, spin: Floats, manner: Floats) -> tuple[f4, f4, f4]:
    """Return where drone i of formation k appears at t: x, y, and its brightness at that depth."""
    centre_x, centre_y = manner[k, 0], manner[k, 1]
    tilt, shade, sway, hover = manner[k, 2], manner[k, 3], manner[k, 4], manner[k, 5]
    ball, reach = manner[k, 6], manner[k, 7]
    x, y, z = live(
        points[k, i, 0], points[k, i, 1], points[k, i, 2], t, reach,
        manner[k, 9], manner[k, 10], manner[k, 11], manner[k, 12],
    )  # fmt: skip
    angle = spin[k, i] * t + sway * f4(math.sin(f4(0.55) * t + f4(0.4)))
    c, s = f4(math.cos(angle)), f4(math.sin(angle))
    across = x * c - z * s
    towards = x * s + z * c
    scale = f4(1.0) + towards * PERSPECTIVE
    depth = f4(1.0) - shade * f4(0.5) * (f4(1.0) - towards / reach)
    if ball > f4(0.0) and towards < f4(0.0):
        outside = x * x + y * y + z * z > ball * ball * f4(1.1)
        if outside and across * across + y * y < ball * ball:
            depth *= f4(0.2)
    wave = hover * f4(math.sin(f4(1.5) * t + x * f4(0.0093)))
    return centre_x + across * scale, centre_y + y * scale + towards * tilt + wave, depth


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def ripple(x: f4, y: f4, t: f4, half: f4, pulses: Floats) -> tuple[f4, f4, f4]:
    """What runs through the words at x, y (units from their middle, `half` as wide as they are):
    how strongly a shimmer lights it, how far its colour is turned, how far it is lifted.
    """
    shimmer, turned, lift = f4(0.0), f4(0.0), f4(0.0)
    along = f4(0.9) * x + f4(0.35) * y
    for p in range(len(pulses)):
        wave, age = pulses[p, 0], t - pulses[p, 1]
        passed = age > f4(2.0) and (wave == f4(0.0) or wave == f4(3.0))
        if age <= f4(0.0) or passed:
            continue
        front = age * (f4(2.0) * half + f4(200.0)) / f4(1.5) - half - f4(100.0)
        if wave == f4(0.0):
            shimmer += bell((along - front) / f4(46.0))
        elif wave == f4(1.0):
            turned = ease((front - along) / f4(90.0) + f4(0.5))
        elif wave == f4(2.0):
            turned *= f4(1.0) - ease((front - along) / f4(90.0) + f4(0.5))
        else:
            away = f4(math.sqrt(x * x + f4(2.0) * y * y))
            ring = bell((away + f4(90.0) - age * (half + f4(170.0)) / f4(1.3)) / f4(34.0))
            lift += f4(9.0) * ring * (f4(1.0) - f4(0.5) * age)
            shimmer += f4(0.35) * ring
    return shimmer, turned, lift


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def fly(
    moment: Floats,
    points: Floats,
    spin: Floats,
    colour: Floats,
    brightness: Floats,
    manner: Floats,
    depart: Floats,
    arrive: Floats,
    arc: Floats,
    dim: Floats,
    pulses: Floats,
    turned: Floats,
    writes: npt.NDArray[np.bool_],
    ignite: Floats,
    twinkle: Floats,
    chase: Floats,
    circuit: npt.NDArray[np.int32],
    strength: Floats,
    temper: Floats,
    accent: Floats,
    box: Floats,
    gains: Floats,
    X: Floats,
    Y: Floats,
    R: Floats,
    G: Floats,
    B: Floats,
    core: Floats,
    halo: Floats,
    glow: Floats,
) -> None:
    """Every drone at one moment. Stages: place, shine, accents of words, chase of spares, drift."""
    t, reveal, finale, power = moment[0], moment[1], moment[2], moment[3]
    tremble, rest, run_gain = temper[0], temper[3], temper[4]
    legs = depart.shape[0]
    last = legs
    half = f4(0.5) * (box[2] - box[0])
    for i in range(len(writes)):
        # place: the leg that was begun last decides between which two formations
        k = 0
        while k + 1 < legs and t >= depart[k + 1, i]:
            k += 1
        way = (t - depart[k, i]) / (arrive[k, i] - depart[k, i])
        m = ease(way)
        own = twinkle[i]
        x, y, depth = stand(k, i, t, points, spin, manner)
        if m > f4(0.0):
            next_x, next_y, next_depth = stand(k + 1, i, t, points, spin, manner)
            dx, dy = next_x - x, next_y - y
            swerve = f4(math.sin(f4(math.pi) * m)) * arc[k, i]
            x += dx * m - dy * swerve
            y += dy * m + dx * swerve
            depth += (next_depth - depth) * m
        # shine: colours change late on the way, so that a letter fills up as it is joined
        q = m * m
        r = colour[k, i, 0] + (colour[k + 1, i, 0] - colour[k, i, 0]) * q
        g = colour[k, i, 1] + (colour[k + 1, i, 1] - colour[k, i, 1]) * q
        b = colour[k, i, 2] + (colour[k + 1, i, 2] - colour[k, i, 2]) * q
        shine = brightness[k, i] + (brightness[k + 1, i] - brightness[k, i]) * m
        shine *= depth * ease((t - ignite[i]) * f4(2.0)) * strength[circuit[i]] * power
        shine *= f4(1.0) + tremble * f4(math.sin(t * (f4(5.0) + f4(4.0) * own) + own * f4(40.0)))
        shine *= f4(1.0) - dim[k] * max(
            min(f4(9.0) * way, f4(18.0) * (f4(1.0) - way), f4(1.0)), f4(0.0)
        )
        shine = max(shine, f4(0.0))
        white = f4(0.0)
        if k + 1 == last and m > f4(0.0):
            since = t - arrive[k, i]
            if writes[i]:
                # accents: a flash on arrival, one of all at the reveal, what runs through the words,
                # a pulse in the finale
                flash = f4(0.0)
                if since > f4(0.0):
                    flash = temper[1] * f4(math.exp(-since * f4(7.0)))
                if t >= reveal:
                    flash = max(flash, temper[6] * f4(math.exp((reveal - t) * f4(3.0))))
                else:
                    shine *= temper[7] + (f4(1.0) - temper[7]) * (f4(1.0) - m)
                px, py = points[last, i, 0], points[last, i, 1]
                shimmer, turn, lift = ripple(px, py, t, half, pulses)
                shimmer *= temper[5]
                y -= lift
                r += (turned[i, 0] - r) * turn
                g += (turned[i, 1] - g) * turn
                b += (turned[i, 2] - b) * turn
                late = ease((t - finale) * f4(2.0)) * ease((finale + f4(3.0) - t) * f4(2.0))
                pulse = (
                    temper[2] * late * (f4(0.30) + f4(0.18) * f4(math.sin((t - finale) * f4(6.0))))
                )
                white = min(f4(0.42) * flash + f4(0.45) * shimmer + f4(0.06) * pulse, f4(0.7))
                shine *= f4(1.0) + f4(0.85) * flash + f4(0.7) * shimmer + f4(0.5) * pulse
            else:
                run = f4(math.exp(f4(-3.0) * (f4(1.0) - f4(math.cos(chase[i] - t * f4(2.4))))))
                shine *= (f4(1.0) - m) + m * (rest + run_gain * run)
        # drift: as far as the formations on either end of the way allow
        drift = manner[k, 8] + (manner[k + 1, 8] - manner[k, 8]) * m
        if drift > f4(0.0):
            pace = f4(0.6) + f4(0.7) * own
            x += drift * f4(math.sin(pace * t + own * f4(71.0)))
            y += f4(0.5) * drift * f4(math.sin(f4(1.3) * pace * t + own * f4(113.0)))
        X[i] = x
        Y[i] = y
        R[i] = r + (accent[0] - r) * white
        G[i] = g + (accent[1] - g) * white
        B[i] = b + (accent[2] - b) * white
        core[i] = shine * gains[0]
        halo[i] = shine * gains[1]
        glow[i] = shine * gains[2]


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def burst(
    moment: Floats,
    sparks: Floats,
    colour: Floats,
    box: Floats,
    n: int,
    X: Floats,
    Y: Floats,
    R: Floats,
    G: Floats,
    B: Floats,
    core: Floats,
    halo: Floats,
    glow: Floats,
) -> int:
    """Append the sparks that burn at one moment after the first n lights; return the new count.

    sparks (7, m): x, y, born, vx, vy, life, phase. Quadratic fall, exponential drag.
    colour (m, 6): what each burns in at first, and what it turns to.
    """
    t = moment[0]
    for i in range(sparks.shape[1]):
        age = t - sparks[2, i]
        life = sparks[5, i]
        if age <= f4(0.0) or age >= life:
            continue
        way = (f4(1.0) - f4(math.exp(-DRAG * age))) / DRAG
        x = sparks[0, i] + sparks[3, i] * way
        y = sparks[1, i] + sparks[4, i] * way + f4(0.5) * GRAVITY * age * age
        left = f4(1.0) - age / life
        shine = f4(left ** f4(1.4)) * (f4(1.0) + f4(2.2) * f4(math.exp(-age * f4(7.0))))
        if left < f4(0.55):
            phase = age * f4(38.0) + sparks[6, i] * f4(30.0)
            shine *= f4(0.55) + f4(0.45) * f4(math.sin(phase))
        # all sparks start on one point: without a ramp that point would be a flash
        ramp = min(f4(1.0), age * f4(5.0))
        off = max(max(box[0] - x, x - box[2]) / f4(36.0), max(box[1] - y, y - box[3]) / f4(36.0))
        shine *= BEHIND_WORDS + (f4(1.0) - BEHIND_WORDS) * ease(off)
        white = f4(0.6) * f4(math.exp(-age * f4(5.0)))
        turned = ease((f4(0.66) - left) * f4(4.0))
        X[n] = x
        Y[n] = y
        red = colour[i, 0] + (colour[i, 3] - colour[i, 0]) * turned
        green = colour[i, 1] + (colour[i, 4] - colour[i, 1]) * turned
        blue = colour[i, 2] + (colour[i, 5] - colour[i, 2]) * turned
        brightest = max(red, green, blue)
        R[n] = red + (brightest - red) * white
        G[n] = green + (f4(0.9) * brightest - green) * white
        B[n] = blue + (f4(0.75) * brightest - blue) * white
        core[n] = shine * f4(1.35) * (f4(0.25) + f4(0.75) * ramp)
        halo[n] = shine * f4(0.20) * ramp
        glow[n] = shine * f4(3.6) * ramp * ramp
        n += 1
    return n
