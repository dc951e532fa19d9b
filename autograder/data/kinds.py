"""Kinds of data sets: where their images come from, and what the ``dataset.toml`` of each must say of a split."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from autograder.tables import Table

DRAWN = ("scenes", "cats")
Kind = Literal["scenes", "folders", "pascal-voc", "oxford-pets", "cats", "points", "kaggle-faces", "celeba"]
_OF_CLASSES: tuple[Kind, ...] = ("scenes", "folders", "pascal-voc", "oxford-pets")
_NEEDED: dict[Kind, tuple[str, ...]] = {
    "scenes": ("count", "seed", "secret"),
    "folders": ("images", "labels"),
    "pascal-voc": ("part",),
    "oxford-pets": ("part",),
    "cats": ("count", "seed", "secret"),
    "points": ("images", "points"),
    "kaggle-faces": ("points", "tenths"),
    "celeba": ("part",),
}
_KEYS = ("count", "images", "labels", "part", "points", "secret", "seed", "tenths")

Tenth = Annotated[int, Field(ge=0, le=9)]


class Split(Table):
    """Which images a split has: what must be said depends on the kind of the set.

    Attributes:
        count: drawn: how many.
        seed: drawn: what they are drawn from; published, so whoever has this file can draw them.
        secret: drawn: the seed follows from the course secret instead.
        images: ``folders``, ``points``: the folder that they lie in.
        labels: ``folders``: the folder of labels; an image and its labels have the same name but for the ending.
        points: ``points``, ``kaggle-faces``: the CSV file with their keypoints.
        tenths: ``kaggle-faces``: which rows of that file; row i, from 0, is in tenth i mod 10.
        part: others: the split's name in torchvision.
        sha256: of what it holds, in order (`autograder.data.checksum`).
    """

    count: int | None = Field(default=None, ge=1)
    seed: str | None = None
    secret: bool = False
    images: str | None = None
    labels: str | None = None
    points: str | None = None
    tenths: tuple[Tenth, ...] = Field(default=(), strict=False)
    part: str | None = None
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")


def has_classes(kind: Kind) -> bool:
    """Whether its images have a class for each pixel; else they have keypoints."""
    return kind in _OF_CLASSES


def require_complete(kind: Kind, name: str, split: Split) -> None:
    """Exactly the keys that the kind needs; of ``seed`` and ``secret`` just one. Raises `ValueError`."""
    needed, place = _NEEDED[kind], f"splits.{name}"
    for key in _KEYS:
        if key not in needed and getattr(split, key):
            raise ValueError(f"{place}: {key} means nothing for a set of kind {kind!r}")
    for key in needed:
        if key not in ("seed", "secret") and not getattr(split, key):
            raise ValueError(f"{place}: {key} is missing")
    if kind in DRAWN and (split.seed is None) != split.secret:
        raise ValueError(f"{place}: expected either a seed, which is public, or secret = true")
    if split.secret and split.sha256:
        raise ValueError(f"{place}: a secret split has no checksum here: it differs from course to course")
