"""Coats: the colour of the fur at each place of a head."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.data.drawing.colours import jitter
from autograder.data.drawing.stream import Floats, Stream, smooth_noise

_DARK = [(0.10, 0.10, 0.11), (0.20, 0.16, 0.14), (0.28, 0.29, 0.32), (0.34, 0.20, 0.12)]
_MIDDLE = [(0.50, 0.50, 0.53), (0.56, 0.42, 0.28), (0.74, 0.44, 0.18), (0.60, 0.54, 0.46), (0.42, 0.36, 0.32)]
_LIGHT = [(0.92, 0.91, 0.88), (0.90, 0.80, 0.64), (0.86, 0.66, 0.42), (0.78, 0.77, 0.76)]
_WHITE = (0.94, 0.93, 0.90)
_KINDS = ("plain", "plain", "tabby", "tabby", "tabby", "bicolour", "bicolour", "patches", "points")
_CELLS = 72  # of the texture, along both sides
_FINE = 22  # cells per half width of the head


@dataclass(frozen=True, kw_only=True)
class Coat:
    """A pattern and its colours, shape (3,); `blotches` and `grain` are textures in [0, 1)."""

    kind: str
    main: Floats
    second: Floats
    third: Floats
    bib: bool
    stripes: float
    edge: float
    blotches: Floats
    grain: Floats

    def at(self, place: Floats, ear: Floats) -> Floats:
        """Colours, shape (3, h, w), at places in the head's own axes; `ear` is 1 on ears, else 0."""
        x, y, z = place
        blotch, grain = _looked_up(self.blotches, x, y), _looked_up(self.grain, x, y)
        main, second, third = (colour[:, None, None] for colour in (self.main, self.second, self.third))
        second_share, third_share = getattr(self, f"_{self.kind}")(x, y, z, ear, blotch)
        colour = main + (second - main) * second_share
        colour = colour + (third - colour) * third_share
        if self.bib:  # chin and the sides of the mouth
            white = _soft(1.1 - (4.0 * x * x + 6.0 * (y - 0.5) * (y - 0.5)) - 0.4 * (blotch - 0.5), 6)
            colour = colour + (np.array(_WHITE)[:, None, None] - colour) * (white * (z > 0))
        fur: Floats = colour * (0.84 + 0.32 * grain)
        return fur

    def _plain(self, x: Floats, y: Floats, z: Floats, ear: Floats, blotch: Floats) -> tuple[Floats, Floats]:
        del x, y, z, ear
        return 0.25 * blotch, 0 * blotch

    def _tabby(self, x: Floats, y: Floats, z: Floats, ear: Floats, blotch: Floats) -> tuple[Floats, Floats]:
        """Lines up the forehead, and across the cheeks."""
        side = np.abs(x)
        forehead = _bars(self.stripes * (side + 0.12 * blotch)) * _soft(-0.22 - y, 9) * _soft(0.62 - side, 9)
        cheeks = _bars(0.7 * self.stripes * (y + 0.5 * (side - 0.6) + 0.25 * blotch)) * _soft(side - 0.56, 9)
        return np.maximum(forehead, cheeks * (1 - ear)) * 0.85, 0.25 * blotch * (z > 0) * (y > 0.1)

    def _bicolour(self, x: Floats, y: Floats, z: Floats, ear: Floats, blotch: Floats) -> tuple[Floats, Floats]:
        """White from the mouth up to a point on the forehead."""
        wedge = 0.1 + 0.75 * (y + self.edge) + 0.3 * (blotch - 0.5) - np.abs(x - 0.2 * (self.edge - 0.4))
        return 0 * blotch, _soft(wedge, 14) * (1 - ear) * (z > -0.3)

    def _patches(self, x: Floats, y: Floats, z: Floats, ear: Floats, blotch: Floats) -> tuple[Floats, Floats]:
        """Two colours in large pieces on the third."""
        del z, ear
        lean = 0.25 * x * (1 if self.edge > 0.4 else -1) - 0.12 * y
        return _soft(blotch + lean - 0.45, 20), _soft(0.36 - blotch - lean + 0.3 * (y - 0.1), 20)

    def _points(self, x: Floats, y: Floats, z: Floats, ear: Floats, blotch: Floats) -> tuple[Floats, Floats]:
        """A dark mask and dark ears."""
        mask = 0.62 + 0.5 * self.edge - (x * x * 1.6 + (y - 0.2) * (y - 0.2) * 1.4) - 0.2 * (blotch - 0.5)
        return np.maximum(_soft(mask, 3) * (z > 0), ear) * 0.9, 0 * blotch


def some_coat(stream: Stream) -> Coat:
    """A pattern in colours that some cat has."""
    kind = stream.pick(_KINDS)
    main = jitter(stream, stream.pick([_DARK, _MIDDLE, _LIGHT][stream.whole(0, 2)]), 0.15)
    second, third = jitter(stream, stream.pick(_DARK), 0.3), jitter(stream, _WHITE, 0.06)
    if kind == "tabby":
        main = jitter(stream, stream.pick(_MIDDLE + _LIGHT[1:3]), 0.15)
        second = main * stream.between(0.3, 0.6)
    elif kind == "bicolour":
        main = jitter(stream, stream.pick(_DARK + _MIDDLE), 0.15)
    elif kind == "points":
        main = jitter(stream, stream.pick(_LIGHT[:2]), 0.08)
    elif kind == "patches":
        main = jitter(stream, stream.pick(_MIDDLE[2:3] + _LIGHT[2:3]), 0.15)
    return Coat(
        kind=kind,
        main=main,
        second=second,
        third=third,
        bib=kind in ("plain", "tabby") and stream.chance(0.45),
        stripes=stream.between(4, 6.5),
        edge=stream.between(0.1, 0.7),
        blotches=smooth_noise(stream, _CELLS, _CELLS, 16, 16),
        grain=0.5 * smooth_noise(stream, _CELLS, _CELLS, 3, 2) + 0.5 * stream.floats(_CELLS, _CELLS),
    )


def _looked_up(texture: Floats, x: Floats, y: Floats) -> Floats:
    """The texture spread over the head, and again and again beyond it: its value in the cell of each place."""
    column, row = (np.floor((axis + 1.6) * _FINE).astype(np.int64) % _CELLS for axis in (x, y))
    return texture[row, column]


def _bars(t: Floats) -> Floats:
    """1 on dark bars, 0 between, one bar for each whole number."""
    part = np.abs(t - np.floor(t) - 0.5)
    return _soft(part - 0.25, 9)


def _soft(t: Floats, steep: float) -> Floats:
    """0 for what is far below 0, 1 above."""
    return np.clip(0.5 + steep * t, 0.0, 1.0)
