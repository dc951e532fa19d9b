"""A picture of how a network did: image, labels, prediction and mistakes, of the worst and of the middle images."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from torch import Tensor

from autograder.evaluation.result import Evaluation, Example

_PAPER, _INK = (255, 255, 255), (34, 34, 34)
_WRONG, _IGNORED = (215, 48, 39), (0, 0, 0)
_COLUMNS = ("image", "labels", "prediction", "mistakes")
_TILE, _GAP, _LINE, _MARGIN = 160, 6, 20, 12  # pixels
_FADED = 0.25  # of the image, behind its mistakes

Picture = NDArray[np.uint8]


def sheet(evaluation: Evaluation) -> Image.Image:
    """Rows of pictures: the worst images by mean IoU, then those in the middle; black is what does not count."""
    sections = [("worst", evaluation.worst), ("middle", evaluation.middle)]
    rows = sum(len(examples) for _, examples in sections)
    width = 2 * _MARGIN + len(_COLUMNS) * (_TILE + _GAP)
    height = 2 * _MARGIN + 2 * _LINE + rows * (_TILE + _LINE + _GAP)
    page = Image.new("RGB", (width, height), _PAPER)
    draw = ImageDraw.Draw(page)
    draw.text(
        (_MARGIN, _MARGIN), f"mean IoU {evaluation.mean_iou:.4f}, pixel accuracy {evaluation.pixel_accuracy:.4f}", _INK
    )
    _legend(draw, evaluation.classes)
    top = _MARGIN + 2 * _LINE
    for name, examples in sections:
        for example in examples:
            draw.text((_MARGIN, top), f"{name}: {example.result.name}, mean IoU {example.result.mean_iou:.3f}", _INK)
            _row(page, top + _LINE, example, evaluation)
            top += _TILE + _LINE + _GAP
    return page


def palette(classes: int) -> Picture:
    """A colour for each of 256 labels: hues far apart for `classes`, black for all others."""
    colours = np.zeros((256, 3), np.uint8)
    for number in range(classes):
        hue, value = number * 0.618034 % 1.0, (0.95, 0.7)[number % 2]
        colours[number] = [round(255 * part) for part in colorsys.hsv_to_rgb(hue, 0.65, value)]
    return colours


def _legend(draw: ImageDraw.ImageDraw, classes: Sequence[str]) -> None:
    left, top, colours = _MARGIN, _MARGIN + _LINE, palette(len(classes))
    for name, colour in zip(classes, colours.tolist(), strict=False):
        draw.rectangle((left, top + 2, left + 10, top + 12), tuple(colour))
        draw.text((left + 14, top), name, _INK)
        left += 26 + round(ImageFont.load_default().getlength(name))


def _row(page: Image.Image, top: int, example: Example, evaluation: Evaluation) -> None:
    for column, part in enumerate(_parts(example, evaluation)):
        height, width = part.shape[:2]
        scale = _TILE / max(height, width)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        tile = Image.fromarray(part).resize(size, Image.Resampling.NEAREST)
        page.paste(tile, (_MARGIN + column * (_TILE + _GAP), top))


def _parts(example: Example, evaluation: Evaluation) -> tuple[Picture, ...]:
    """The pictures of one row, in the order of `_COLUMNS`."""
    colours = palette(len(evaluation.classes))
    image: Picture = example.image.permute(1, 2, 0).numpy()
    labels, predicted = _array(example.labels), _array(example.predicted)
    ignored = labels == evaluation.ignore if evaluation.ignore is not None else np.zeros(labels.shape, bool)
    mistakes = (255 - _FADED * (255 - image.astype(np.float32))).astype(np.uint8)
    mistakes[(labels != predicted) & ~ignored] = _WRONG
    mistakes[ignored] = _IGNORED
    truth = colours[labels]
    truth[ignored] = _IGNORED
    return image, truth, colours[predicted], mistakes


def _array(labels: Tensor) -> Picture:
    found: Picture = labels.numpy()
    return found
