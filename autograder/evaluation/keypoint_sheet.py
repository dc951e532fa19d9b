"""A picture of how a network for keypoints did: the worst and the middle images, PCK, and errors of each keypoint."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image, ImageDraw

from autograder.data.keypoints import KeypointImage
from autograder.data.paper import INK, PAPER, WRONG, Colour, font, page, side_colours
from autograder.evaluation.charts import bars, curve
from autograder.evaluation.keypoints import KeypointEvaluation, KeypointResult
from autograder.evaluation.result import Example
from autograder.evaluation.tiles import GAP, LINE, MARGIN, fitted

_SIDES = dict(zip(("left", "right", "neither"), side_colours(("left", "right", "neither"), ((0, 1),)), strict=True))
_TILE, _ACROSS, _CHARTS = 220, 4, 360  # pixels, images, pixels
_FINE = 3  # how much larger points are drawn, to be smooth
_MANY = 24  # keypoints; of more, dots are smaller
_BARS = 16  # keypoints whose errors are shown
_CURVE, _STEPS = 0.2, 100  # up to which tolerance, and in how many steps

Examples = Sequence[Example[KeypointImage, KeypointResult]]


def sheet(evaluation: KeypointEvaluation) -> Image.Image:
    """Two rows of images, the worst by mean pixel error and those in the middle, with the charts beside them.

    A ring is the truth and a dot the prediction, left ones blue, right ones orange, others green; a red line joins the
    two. Keypoints that do not count are left out.
    """
    charts = _charts(evaluation)
    head = MARGIN + 3 * LINE
    width = 2 * MARGIN + _ACROSS * (_TILE + GAP) + MARGIN + _CHARTS
    height = head + max(2 * (2 * LINE + _TILE + GAP), charts.height) + MARGIN
    canvas = page(width, height)
    draw = ImageDraw.Draw(canvas)
    for number, line in enumerate(_title(evaluation)):
        draw.text((MARGIN, MARGIN + number * LINE), line, INK, font(15 if number == 0 else 13))
    _legend(draw, MARGIN + 2 * LINE - 2)
    top = head
    for title, examples in (("worst", evaluation.worst), ("middle", evaluation.middle)):
        draw.text((MARGIN, top + 2), f"the {title} images", INK, font())
        _row(canvas, top + LINE, examples, evaluation)
        top += 2 * LINE + _TILE + GAP
    canvas.paste(charts, (width - MARGIN - _CHARTS, head))
    return canvas


def _title(evaluation: KeypointEvaluation) -> tuple[str, str]:
    swapped = sum(of for _, of in evaluation.swapped.values())
    first = (
        f"{evaluation.network}: mean error {evaluation.mean_pixel_error:.2f} px, "
        f"NME {100 * evaluation.nme:.2f} % of {evaluation.reference_in_words}"
    )
    second = (
        f"{len(evaluation.images)} images; left and right confused in {evaluation.confused} of {swapped} pairs; "
        f"spread {evaluation.spread:.2f} of the truth's, R² {evaluation.explained:.2f}"
    )
    return first, second


def _legend(draw: ImageDraw.ImageDraw, top: int) -> None:
    left = float(MARGIN)
    for what, colour in _SIDES.items():
        draw.ellipse((left, top + 5, left + 9, top + 14), colour)
        draw.text((left + 14, top + 2), what, INK, font(12))
        left += 28 + font(12).getlength(what)
    draw.ellipse((left, top + 5, left + 9, top + 14), PAPER, INK, 2)
    draw.text((left + 14, top + 2), "ring: truth, dot: prediction, red line: error", INK, font(12))


def _row(canvas: Image.Image, top: int, examples: Examples, evaluation: KeypointEvaluation) -> None:
    draw = ImageDraw.Draw(canvas)
    inks = side_colours(evaluation.names, evaluation.pairs)
    for column, example in enumerate(examples):
        left = MARGIN + column * (_TILE + GAP)
        canvas.paste(_tile(example, inks), (left, top))
        caption = f"{example.result.name}: {example.result.mean_pixel_error:.2f} px"
        draw.text((left, top + _TILE + 2), caption[:36], INK, font(12))


def _tile(example: Example[KeypointImage, KeypointResult], inks: Sequence[Colour]) -> Image.Image:
    """The image with its points; a pixel's centre is the middle of its square."""
    image, result = example.item.image, example.result
    tile = fitted(image.permute(1, 2, 0).numpy(), _FINE * _TILE, smooth=True)
    draw = ImageDraw.Draw(tile)
    scale = tile.width / image.shape[2]
    radius = _FINE * (4.0 if len(inks) <= _MANY else 2.0)
    truth, own = (((points + 0.5) * scale).tolist() for points in (result.target_px, result.predicted_px))
    shown = [number for number, visible in enumerate(result.visible.tolist()) if visible]
    for number in shown:
        draw.line([*truth[number], *own[number]], WRONG, round(radius / 2))
    for number in shown:
        _disc(draw, truth[number], 1.25 * radius, None, inks[number], round(radius / 2.2))
        _disc(draw, own[number], 0.9 * radius, inks[number], PAPER, round(radius / 5))
    return tile.resize((round(tile.width / _FINE), round(tile.height / _FINE)), Image.Resampling.LANCZOS)


def _disc(
    draw: ImageDraw.ImageDraw, centre: Sequence[float], radius: float, fill: Colour | None, edge: Colour, width: int
) -> None:
    x, y = centre
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill, edge, max(1, width))


def _charts(evaluation: KeypointEvaluation) -> Image.Image:
    """PCK over tolerances, and the errors of each keypoint below it."""
    values = evaluation.pck_curve([_CURVE * step / _STEPS for step in range(_STEPS + 1)])
    if any(map(math.isnan, values)):
        values = []
    upper = curve("share of points within (PCK)", values, _CURVE, (_CHARTS, 220), _SIDES["left"])
    inks = side_colours(evaluation.names, evaluation.pairs)
    rows = [
        (name, error, ink)
        for (name, error), ink in zip(evaluation.errors_per_keypoint.items(), inks, strict=True)
        if not math.isnan(error)
    ]
    title = "mean error of each keypoint, pixels"
    if len(rows) > _BARS:
        title = f"mean error, pixels: the {_BARS} worst of {len(rows)} keypoints"
        rows = sorted(rows, key=lambda row: -row[1])[:_BARS]
    lower = bars(title, rows, _CHARTS)
    both = page(_CHARTS, upper.height + GAP + lower.height)
    both.paste(upper, (0, 0))
    both.paste(lower, (0, upper.height + GAP))
    return both
