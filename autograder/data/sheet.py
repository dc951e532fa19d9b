"""A picture of a set: images, their labels in colours, both together, and what the colours mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from autograder.data.description import Description
from autograder.data.labelled import IGNORE, LabelledImage
from autograder.data.write import VOID_COLOUR, label_palette

_PAPER, _INK, _FAINT = (255, 255, 255), (34, 34, 34), (120, 120, 120)
_MARGIN, _GAP, _LINE = 16, 4, 22  # pixels
_BAR = 160  # pixels, for the most frequent class
_ROWS = ("image", "labels", "both")
_VEIL = 0.5  # share of the labels' colours in the third row

Picture = NDArray[np.uint8]


def class_pixels(items: Iterable[LabelledImage], classes: int) -> torch.Tensor:
    """How many pixels each class has, int64, shape (classes + 1,); the last are ignored ones."""
    total = torch.zeros(256, dtype=torch.int64)
    for item in items:
        total += torch.bincount(item.labels.flatten().long(), minlength=256)
    return torch.cat([total[:classes], total[IGNORE:]])


def picture_sheet(
    description: Description, items: Sequence[LabelledImage], pixels: torch.Tensor, caption: str, tile: int = 192
) -> Image.Image:
    """A sheet with three rows (image, labels, both) and a legend with the classes' shares of the pixels.

    Args:
        items: shown side by side, each `tile` pixels high.
        pixels: as `class_pixels` counts them.
        caption: what is shown and what was counted.
    """
    columns = [_column(description, item, tile) for item in items]
    width = sum(column.width for column in columns) + _GAP * (len(columns) - 1)
    legend = _legend(description, pixels, max(width, 420))
    height = columns[0].height
    size = (max(width + _LINE, legend.width) + 2 * _MARGIN, height + legend.height + 3 * _MARGIN + _LINE)
    sheet = Image.new("RGB", size, _PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.text((_MARGIN, _MARGIN - 4), f"{description.title}: {caption}", _INK, _font(15))
    left, top = _MARGIN + _LINE, _MARGIN + _LINE
    for row, name in enumerate(_ROWS):
        title = _upright(name)
        middle = top + row * (tile + _GAP) + tile // 2
        sheet.paste(title, (_MARGIN - 2, middle - title.height // 2))
    for column in columns:
        sheet.paste(column, (left, top))
        left += column.width + _GAP
    sheet.paste(legend, (_MARGIN, top + height + _MARGIN))
    return sheet


def _column(description: Description, item: LabelledImage, tile: int) -> Image.Image:
    """Image, labels and overlay of one item, one above the other."""
    image: Picture = item.image.permute(1, 2, 0).numpy()
    palette = np.frombuffer(label_palette(description), dtype=np.uint8).reshape(256, 3)
    labels = palette[item.labels.numpy()]
    counted = (item.labels.numpy() != IGNORE)[..., None]
    both = np.where(counted, (1 - _VEIL) * image + _VEIL * labels, image).astype(np.uint8)
    height, width = item.labels.shape
    size = (max(1, round(width * tile / height)), tile)
    column = Image.new("RGB", (size[0], 3 * tile + 2 * _GAP), _PAPER)
    for row, part in enumerate((image, labels, both)):
        smooth = Image.Resampling.NEAREST if row == 1 or height < tile else Image.Resampling.LANCZOS
        column.paste(Image.fromarray(part).resize(size, smooth), (0, row * (tile + _GAP)))
    return column


def _upright(text: str) -> Image.Image:
    """Text to be read from below."""
    font = _font(14)
    _, _, right, bottom = font.getbbox(text)
    flat = Image.new("RGB", (int(right) + 1, int(bottom) + 3), _PAPER)
    ImageDraw.Draw(flat).text((0, 0), text, _INK, font)
    return flat.transpose(Image.Transpose.ROTATE_90)


def _legend(description: Description, pixels: torch.Tensor, width: int) -> Image.Image:
    """A line for each class and one for void: colour, name, share, and a bar."""
    names = [*description.class_names, "void (ignored)"]
    colours = [*description.palette, VOID_COLOUR]
    shares = (pixels / pixels.sum().clamp(min=1)).tolist()
    across = max(1, width // (_BAR + 224))
    down = -(-len(names) // across)
    legend = Image.new("RGB", (width, down * _LINE), _PAPER)
    draw = ImageDraw.Draw(legend)
    for number, (name, colour, share) in enumerate(zip(names, colours, shares, strict=True)):
        left, top = (number // down) * (width // across), (number % down) * _LINE
        draw.rectangle((left, top + 2, left + 16, top + 17), colour, _FAINT)
        draw.text((left + 24, top + 1), name, _INK, _font(14))
        draw.text((left + 200, top + 1), f"{100 * share:.1f} %", _INK, _font(14), anchor="ra")
        length = round(_BAR * share / max(shares)) if share else 0
        draw.rectangle((left + 208, top + 5, left + 208 + length, top + 14), colour, _FAINT)
    return legend


def _font(size: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)
