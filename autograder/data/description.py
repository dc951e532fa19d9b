"""What ``dataset.toml`` says: classes and their colours, splits, where the images come from."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import Field, model_validator

from autograder.data.labelled import IGNORE
from autograder.tables import Table, load_table

DATASETS = "datasets"  # the folder of a course that holds one for each
DATASET_FILE = "dataset.toml"

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
SplitName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]


class ClassOfPixels(Table):
    """One class; its number is its place in the list.

    Attributes:
        colour: for pictures of labels, and in label files that hold colours: ``"#80c040"``.
        value: what label files hold for it; default: its number.
    """

    name: str = Field(min_length=1)
    colour: Colour
    value: int | None = Field(default=None, ge=0, le=255)


class Split(Table):
    """Which images a split has: what must be said depends on the kind of the set.

    Attributes:
        count: ``scenes``: how many to draw.
        seed: ``scenes``: what they are drawn from; published, so whoever has this file can draw them.
        secret: ``scenes``: the seed follows from the course secret instead.
        images, labels: ``folders``: where they lie; an image and its labels have the same name but for the ending.
        part: ``pascal-voc``, ``oxford-pets``: the split's name in torchvision.
        sha256: of its names, pixels and labels in order (`autograder.data.checksum`).
    """

    count: int | None = Field(default=None, ge=1)
    seed: str | None = None
    secret: bool = False
    images: str | None = None
    labels: str | None = None
    part: str | None = None
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")


class Download(Table):
    """An archive to fetch.

    Attributes:
        size: in bytes.
        into: the folder under the root to unpack it in.
        makes: what it puts under the root; where that exists already, it is not fetched again.
    """

    url: str = Field(pattern=r"^https?://[^\s/]+/(\S*/)?[^\s/?#]+(\?\S*)?$")
    size: int = Field(gt=0)
    md5: str = Field(pattern=r"^[0-9a-f]{32}$")
    into: str = "."
    makes: str = Field(min_length=1)

    @model_validator(mode="after")
    def _stays_inside(self) -> Download:
        for key, text in (("into", self.into), ("makes", self.makes)):
            path = PurePosixPath(text)
            if path.is_absolute() or ".." in path.parts or "\\" in text:
                raise ValueError(f"{key}: expected a folder or file under the root, found {text!r}")
        return self


Kind = Literal["scenes", "folders", "pascal-voc", "oxford-pets"]
_SPLIT_KEYS: dict[Kind, tuple[str, ...]] = {
    "scenes": ("count", "seed", "secret"),
    "folders": ("images", "labels"),
    "pascal-voc": ("part",),
    "oxford-pets": ("part",),
}


class Description(Table):
    """A data set.

    Attributes:
        kind: ``scenes``: drawn; ``folders``: a folder of images and one of labels for each split; others: as
            torchvision reads them.
        coding: what label files hold: ``numbers`` (a grey or palette PNG) or ``colours`` (RGB).
        ignore: the label of pixels that count nowhere, always 255 once a file is read.
        void: values in label files, or colours, that become `ignore`.
    """

    name: SplitName
    title: str
    kind: Kind
    coding: Literal["numbers", "colours"] = "numbers"
    classes: tuple[ClassOfPixels, ...] = Field(min_length=2, max_length=IGNORE, strict=False)
    ignore: Literal[255] = 255
    void: tuple[int | Colour, ...] = Field(default=(IGNORE,), strict=False)
    splits: dict[SplitName, Split] = Field(min_length=1)
    downloads: tuple[Download, ...] = Field(default=(), strict=False)
    source: str
    licence: str
    citation: str = ""

    @model_validator(mode="after")
    def _classes_differ(self) -> Description:
        for what in ("name", "colour"):
            seen = [getattr(each, what) for each in self.classes]
            _require_different(f"two classes have the {what}", seen)
        _require_different("two meanings for the value", [*self.values, *self.void])
        wanted = int if self.coding == "numbers" else str
        for value in self.void:
            if not isinstance(value, wanted):
                raise ValueError(f"void: label files hold {self.coding}, found {value!r}")
        return self

    @model_validator(mode="after")
    def _splits_say_where(self) -> Description:
        for name, split in self.splits.items():
            _require_complete(self.kind, name, split)
        return self

    @property
    def class_names(self) -> tuple[str, ...]:
        """By number."""
        return tuple(each.name for each in self.classes)

    @property
    def values(self) -> tuple[int | str, ...]:
        """What label files hold for each class."""
        if self.coding == "colours":
            return tuple(each.colour for each in self.classes)
        return tuple(number if each.value is None else each.value for number, each in enumerate(self.classes))

    @property
    def palette(self) -> tuple[tuple[int, int, int], ...]:
        """RGB of each class."""
        return tuple(rgb(each.colour) for each in self.classes)


def load_description(folder: Path) -> Description:
    """Read ``dataset.toml`` in `folder`; raises `ConfigError`."""
    return load_table(folder / DATASET_FILE, Description)


def rgb(colour: str) -> tuple[int, int, int]:
    """Of ``"#80c040"``."""
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def _require_different(problem: str, values: list[object]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise ValueError(f"{problem} {value!r}")


def _require_complete(kind: Kind, name: str, split: Split) -> None:
    """Exactly the keys that the kind needs; of ``seed`` and ``secret`` just one."""
    needed, place = _SPLIT_KEYS[kind], f"splits.{name}"
    for key in sorted({"count", "seed", "secret", "images", "labels", "part"} - set(needed)):
        if getattr(split, key):
            raise ValueError(f"{place}: {key} means nothing for a set of kind {kind!r}")
    for key in needed:
        if key not in ("seed", "secret") and not getattr(split, key):
            raise ValueError(f"{place}: {key} is missing")
    if kind == "scenes" and (split.seed is None) != split.secret:
        raise ValueError(f"{place}: expected either a seed, which is public, or secret = true")
    if split.secret and split.sha256:
        raise ValueError(f"{place}: a secret split has no checksum here: it differs from course to course")
