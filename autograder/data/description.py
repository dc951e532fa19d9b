"""What ``dataset.toml`` says: classes and colours, or keypoints and pairs; splits; where the images come from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from autograder.data.kinds import Kind, Split, has_classes, require_complete
from autograder.data.labelled import IGNORE
from autograder.tables import Table, load_table, nearest

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


class Keypoint(Table):
    """One keypoint; its number is its place in the list.

    Attributes:
        name: with the left and right of whoever is shown.
        mirror: the keypoint that it becomes in a mirror; default: itself.
    """

    name: str = Field(min_length=1)
    mirror: str | None = None


class Download(Table):
    """An archive to fetch.

    Attributes:
        size: in bytes.
        into: the folder under the root to unpack it in.
        makes: what it puts under the root; where that exists already, it is not fetched again.
    """

    url: str
    size: int = Field(gt=0)
    md5: str = Field(pattern=r"^[0-9a-f]{32}$")
    into: str = "."
    makes: str


class Description(Table):
    """A data set: its images have either a class for each pixel, or keypoints.

    Attributes:
        kind: ``scenes``, ``cats``: drawn; ``folders``: a folder of images and one of labels for each split;
            ``points``: a folder of images and a CSV file of keypoints; ``kaggle-faces``: a CSV file with both;
            others: as torchvision reads them.
        first_pixel: what files of keypoints give as x and y of the middle of the top-left pixel: 0, 0.5 if they count
            from the pixel's corner, 1 as MATLAB does. It is 0 once a file is read.
        by_hand: how to get the files, where no program may.
        coding: what label files hold: ``numbers`` (a grey or palette PNG) or ``colours`` (RGB).
        ignore: the label of pixels that count nowhere, always 255 once a file is read.
        void: values in label files, or colours, that become `ignore`.
    """

    name: SplitName
    title: str
    kind: Kind
    coding: Literal["numbers", "colours"] = "numbers"
    classes: tuple[ClassOfPixels, ...] = Field(default=(), max_length=IGNORE, strict=False)
    keypoints: tuple[Keypoint, ...] = Field(default=(), strict=False)
    first_pixel: float = 0.0
    ignore: Literal[255] = 255
    void: tuple[int | Colour, ...] = Field(default=(IGNORE,), strict=False)
    splits: dict[SplitName, Split] = Field(min_length=1)
    downloads: tuple[Download, ...] = Field(default=(), strict=False)
    by_hand: str = ""
    source: str
    licence: str
    citation: str = ""

    @model_validator(mode="after")
    def _either_classes_or_keypoints(self) -> Description:
        wanted, other = ("classes", "keypoints") if has_classes(self.kind) else ("keypoints", "classes")
        least = 2 if wanted == "classes" else 1
        if self.first_pixel not in (0, 0.5, 1):
            raise ValueError(f"first_pixel: expected 0, 0.5 or 1, found {self.first_pixel}")
        if len(getattr(self, wanted)) < least:
            raise ValueError(f"{wanted}: expected {least} or more for a set of kind {self.kind!r}")
        foreign = {other, *(("first_pixel",) if wanted == "classes" else ("coding", "void", "ignore"))}
        for key in sorted(foreign & self.model_fields_set):
            raise ValueError(f"{key} means nothing for a set of kind {self.kind!r}, which has {wanted}")
        return self

    @model_validator(mode="after")
    def _keypoints_are_paired(self) -> Description:
        mirrors = {each.name: each.mirror or each.name for each in self.keypoints}
        _require_different("two keypoints have the name", list(self.keypoint_names))
        for name, mirror in mirrors.items():
            if mirror not in mirrors:  # said first: it is what spoils its partner too
                known = nearest(mirror, mirrors) or ""
                raise ValueError(f"keypoints: {name} has the mirror {mirror!r}, which is no keypoint{known}")
        for name, mirror in mirrors.items():
            if mirrors[mirror] != name:
                raise ValueError(f"keypoints: {name} has the mirror {mirror}, whose mirror is {mirrors[mirror]}")
        return self

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
            require_complete(self.kind, name, split)
        return self

    @property
    def keypoint_names(self) -> tuple[str, ...]:
        """By number."""
        return tuple(each.name for each in self.keypoints)

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Numbers of the keypoints that are each other's mirror image, the lower first."""
        names = self.keypoint_names
        mirrors = [names.index(each.mirror or each.name) for each in self.keypoints]
        return tuple((number, mirror) for number, mirror in enumerate(mirrors) if number < mirror)

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
