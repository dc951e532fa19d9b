"""A picture of a set: images, their labels in colours, both together, and what the colours mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import torch
from PIL import Image, ImageDraw

from autograder.data.description import Description
from autograder.data.labelled import IGNORE, LabelledImage
from autograder.data.paper import EDGE, INK, Picture, font, page
from autograder.data.write import VOID_COLOUR, label_palette

_MARGIN, _GAP, _LINE = 16, 4, 22  # pixels
_BAR = 160  # pixels, for the largest share
_ROWS = ("image", "labels", "both")
_VEIL = 0.5  # share of the labels' colours in the third row

Legend = Sequence[tuple[str, tuple[int, int, int], float]]  # name, colour, share


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
    names, colours = [*description.class_names, "void (ignored)"], [*description.palette, VOID_COLOUR]
    shares = (pixels / pixels.sum().clamp(min=1)).tolist()
    return lay_out(f"{description.title}: {caption}", _ROWS, columns, list(zip(names, colours, shares, strict=True)))


def lay_out(title: str, rows: Sequence[str], columns: Sequence[Sequence[Image.Image]], legend: Legend) -> Image.Image:
    """Pictures in columns and rows, all of a row of one height, under a title and above a legend."""
    width = sum(column[0].width for column in columns) + _GAP * (len(columns) - 1)
    tile = columns[0][0].height
    height = len(rows) * (tile + _GAP) - _GAP
    table = _legend(legend, max(width, 420))
    size = (max(width + _LINE, table.width) + 2 * _MARGIN, height + table.height + 3 * _MARGIN + _LINE)
    sheet = page(*size)
    ImageDraw.Draw(sheet).text((_MARGIN, _MARGIN - 4), title, INK, font(15))
    left, top = _MARGIN + _LINE, _MARGIN + _LINE
    for row, name in enumerate(rows):
        upright = _upright(name)
        middle = top + row * (tile + _GAP) + tile // 2
        sheet.paste(upright, (_MARGIN - 2, middle - upright.height // 2))
    for column in columns:
        for row, picture in enumerate(column):
            sheet.paste(picture, (left, top + row * (tile + _GAP)))
        left += column[0].width + _GAP
    sheet.paste(table, (_MARGIN, top + height + _MARGIN))
    return sheet


def enlarged(picture: Picture, tile: int, *, smooth: bool = True) -> Image.Image:
    """`picture`, (h, w, 3), `tile` pixels high; small ones keep their pixels, and so do those that are not `smooth`."""
    height, width = picture.shape[:2]
    how = Image.Resampling.LANCZOS if smooth and height >= tile else Image.Resampling.NEAREST
    return Image.fromarray(picture).resize((max(1, round(width * tile / height)), tile), how)


def _column(description: Description, item: LabelledImage, tile: int) -> list[Image.Image]:
    """Image, labels and overlay of one item."""
    image: Picture = item.image.permute(1, 2, 0).numpy()
    palette = np.frombuffer(label_palette(description), dtype=np.uint8).reshape(256, 3)
    labels = palette[item.labels.numpy()]
    counted = (item.labels.numpy() != IGNORE)[..., None]
    both = np.where(counted, (1 - _VEIL) * image + _VEIL * labels, image).astype(np.uint8)
    return [enlarged(image, tile), enlarged(labels, tile, smooth=False), enlarged(both, tile)]


def _upright(text: str) -> Image.Image:
    """Text to be read from below."""
    letters = font(14)
    _, _, right, bottom = letters.getbbox(text)
    flat = page(int(right) + 1, int(bottom) + 3)
    ImageDraw.Draw(flat).text((0, 0), text, INK, letters)
    return flat.transpose(Image.Transpose.ROTATE_90)


def _legend(lines: Legend, width: int) -> Image.Image:
    """A line for each: colour, name, share, and a bar."""
    most = max(share for _, _, share in lines)
    end = max(200, 90 + max(round(font(14).getlength(name)) for name, _, _ in lines))  # of the share
    across = max(1, width // (_BAR + end + 24))
    down = -(-len(lines) // across)
    legend = page(width, down * _LINE)
    draw = ImageDraw.Draw(legend)
    for number, (name, colour, share) in enumerate(lines):
        left, top = (number // down) * (width // across), (number % down) * _LINE
        draw.rectangle((left, top + 2, left + 16, top + 17), colour, EDGE)
        draw.text((left + 24, top + 1), name, INK, font(14))
        draw.text((left + end, top + 1), f"{100 * share:.1f} %", INK, font(14), anchor="ra")
        length = round(_BAR * share / most) if share else 0
        draw.rectangle((left + end + 8, top + 5, left + end + 8 + length, top + 14), colour, EDGE)
    return legend
