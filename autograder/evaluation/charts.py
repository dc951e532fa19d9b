"""Two small charts, drawn at twice their size and reduced, so that lines are smooth."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from autograder.data.paper import FAINT, INK, Colour, font, page

_FINE = 2  # how much larger it is drawn
_LEFT, _TOP, _BOTTOM, _RIGHT = 44, 30, 36, 14  # pixels around a chart's own area
_BAR = 18  # pixels from one bar to the next
_TICKS = 4


def curve(title: str, values: Sequence[float], most: float, size: tuple[int, int], colour: Colour) -> Image.Image:
    """A line chart of shares from 0 to 1, `values`, over places spread evenly from 0 to `most`."""
    width, height = size
    chart = page(_FINE * width, _FINE * height)
    draw = ImageDraw.Draw(chart)
    left, right, top, bottom = _LEFT, width - _RIGHT, _TOP, height - _BOTTOM
    _text(draw, (_LEFT, 6), title, "la")
    for tick in range(_TICKS + 1):
        share = tick / _TICKS
        x, y = left + share * (right - left), bottom - share * (bottom - top)
        _line(draw, [(left, y), (right, y)], FAINT, 1)
        _line(draw, [(x, top), (x, bottom)], FAINT, 1)
        _text(draw, (left - 6, y), f"{share:g}", "rm")
        _text(draw, (x, bottom + 5), f"{share * most:g}", "ma")
    steps = max(1, len(values) - 1)
    line = [
        (left + number / steps * (right - left), bottom - share * (bottom - top)) for number, share in enumerate(values)
    ]
    _line(draw, line, colour, 2)
    _text(draw, ((left + right) / 2, height - 14), "tolerance, in reference lengths", "ma", 11)
    return chart.resize(size, Image.Resampling.LANCZOS)


def bars(title: str, rows: Sequence[tuple[str, float, Colour]], width: int) -> Image.Image:
    """A horizontal bar for each name and value; values are 0 or more."""
    height = _TOP + _BAR * len(rows) + 4
    chart = page(_FINE * width, _FINE * height)
    draw = ImageDraw.Draw(chart)
    _text(draw, (0, 6), title, "la")
    names = max((font(12).getlength(name) for name, _, _ in rows), default=0) + 8
    most = max((value for _, value, _ in rows), default=0) or 1
    room = width - names - 48
    for number, (name, value, colour) in enumerate(rows):
        top = _TOP + _BAR * number
        _text(draw, (names - 4, top + _BAR / 2), name, "rm", 12)
        length = room * value / most
        draw.rectangle(
            [_FINE * part for part in (names, top + 3, names + max(1.0, length), top + _BAR - 3)], fill=colour
        )
        _text(draw, (names + length + 6, top + _BAR / 2), f"{value:.2f}", "lm", 12)
    return chart.resize((width, height), Image.Resampling.LANCZOS)


def _text(draw: ImageDraw.ImageDraw, place: tuple[float, float], text: str, anchor: str, size: int = 13) -> None:
    draw.text((_FINE * place[0], _FINE * place[1]), text, INK, font(_FINE * size), anchor=anchor)


def _line(draw: ImageDraw.ImageDraw, places: Sequence[tuple[float, float]], colour: Colour, width: int) -> None:
    draw.line([(_FINE * x, _FINE * y) for x, y in places], colour, _FINE * width, joint="curve")
