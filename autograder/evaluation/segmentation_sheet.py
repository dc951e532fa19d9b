"""A picture of how a network did: image, labels, prediction and mistakes, of the worst and of the middle images."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw
from torch import Tensor

from autograder.data.labelled import LabelledImage
from autograder.data.paper import EDGE, INK, WRONG, Colour, Picture, font, page
from autograder.evaluation.result import Example
from autograder.evaluation.segmentation import LabelledResult, SegmentationEvaluation
from autograder.evaluation.tiles import GAP, LINE, MARGIN, fitted

_IGNORED: Colour = (0, 0, 0)
_COLUMNS = ("image", "labels", "prediction", "mistakes in red")
_TILE = 160  # pixels
_FIRST_HUE = 0.12  # of the first class: yellow; red is for mistakes
_HUES = 0.80  # shares of the circle that classes may have, from there on: none is red
_FADED = 0.25  # of the image, behind its mistakes


def sheet(evaluation: SegmentationEvaluation) -> Image.Image:
    """Rows of pictures: the worst images by mean IoU, then those in the middle."""
    sections = [("worst", evaluation.worst), ("middle", evaluation.middle)]
    rows = sum(len(examples) for _, examples in sections)
    width = 2 * MARGIN + len(_COLUMNS) * (_TILE + GAP)
    head = MARGIN + 3 * LINE
    height = head + MARGIN + rows * (_TILE + LINE + GAP)
    canvas = page(width, height)
    draw = ImageDraw.Draw(canvas)
    what = f"mean IoU {evaluation.mean_iou:.4f}, pixel accuracy {evaluation.pixel_accuracy:.4f}"
    draw.text((MARGIN, MARGIN), f"{evaluation.network}: {what}", INK, font(15))
    _legend(draw, evaluation.classes)
    for column, name in enumerate(_COLUMNS):
        draw.text((MARGIN + column * (_TILE + GAP) + _TILE / 2, MARGIN + 2 * LINE), name, INK, font(), anchor="ma")
    top = head
    for name, examples in sections:
        for example in examples:
            what = f"{name}: {example.result.name}, mean IoU {example.result.mean_iou:.3f}"
            draw.text((MARGIN, top), what, INK, font())
            _row(canvas, top + LINE, example, evaluation)
            top += _TILE + LINE + GAP
    return canvas


def palette(classes: int) -> Picture:
    """A colour for each of 256 labels: hues far apart for `classes`, none red; black for all others."""
    colours = np.zeros((256, 3), np.uint8)
    for number in range(classes):
        hue, value = _FIRST_HUE + _HUES * (number * 0.618034 % 1.0), (0.95, 0.7)[number % 2]
        colours[number] = [round(255 * part) for part in colorsys.hsv_to_rgb(hue, 0.65, value)]
    return colours


def _legend(draw: ImageDraw.ImageDraw, classes: Sequence[str]) -> None:
    left, top, colours = MARGIN, MARGIN + LINE + 2, palette(len(classes)).tolist()
    for name, colour in [*zip(classes, colours, strict=False), ("ignored", _IGNORED)]:
        draw.rectangle((left, top + 2, left + 10, top + 12), tuple(colour), EDGE)
        draw.text((left + 14, top), name, INK, font())
        left += 26 + round(font().getlength(name))


def _row(
    canvas: Image.Image, top: int, example: Example[LabelledImage, LabelledResult], evaluation: SegmentationEvaluation
) -> None:
    for column, part in enumerate(_parts(example, evaluation)):
        canvas.paste(fitted(part, _TILE), (MARGIN + column * (_TILE + GAP), top))


def _parts(example: Example[LabelledImage, LabelledResult], evaluation: SegmentationEvaluation) -> tuple[Picture, ...]:
    """The pictures of one row, in the order of `_COLUMNS`."""
    colours = palette(len(evaluation.classes))
    image: Picture = example.item.image.permute(1, 2, 0).numpy()
    labels, predicted = _array(example.item.labels), _array(example.answer)
    ignored = labels == evaluation.ignore if evaluation.ignore is not None else np.zeros(labels.shape, bool)
    mistakes = (255 - _FADED * (255 - image.astype(np.float32))).astype(np.uint8)
    mistakes[(labels != predicted) & ~ignored] = WRONG
    mistakes[ignored] = _IGNORED
    truth = colours[labels]
    truth[ignored] = _IGNORED
    return image, truth, colours[predicted], mistakes


def _array(labels: Tensor) -> Picture:
    found: Picture = labels.numpy()
    return found
