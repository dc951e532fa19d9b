"""Finding a data set by its name, and opening a split of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.data import cats, scenes
from autograder.data.celeba import CelebaSet
from autograder.data.description import DATASET_FILE, DATASETS, Description, load_description
from autograder.data.folders import FolderSet
from autograder.data.kaggle_faces import KaggleFaces
from autograder.data.kinds import Split
from autograder.data.lazy import LazySet, SetItem
from autograder.data.points import PointSet
from autograder.data.splits import hidden_seed
from autograder.data.torchvision_sets import TorchvisionSet
from autograder.errors import ConfigError, DataError
from autograder.tables import nearest

_DRAWN_HERE = ("scenes", "cat-faces")
_MAKERS: dict[str, type[scenes.Scenes] | type[cats.Cats]] = {"scenes": scenes.Scenes, "cats": cats.Cats}


@dataclass(frozen=True)
class DataSet:
    """A described set: `folder` is where its ``dataset.toml`` lies."""

    folder: Path
    description: Description

    def split(self, name: str, *, root: Path | None = None, secret: bytes | None = None) -> LazySet[SetItem]:
        """The images of a split, each read or drawn when it is asked for.

        Args:
            name: as in ``dataset.toml``.
            root: where the files are; default: `folder`.
            secret: the course secret, for a split whose seed follows from it.

        Raises:
            ConfigError: there is no such split, or it needs a secret.
            DataError: the files are missing or wrong.
        """
        description, split = self.description, find_split(self.description, name)
        root = self.folder if root is None else root
        match description.kind:
            case "scenes" | "cats":
                return _MAKERS[description.kind](split.count or 0, _seed(description, name, split, secret))
            case "folders":
                return FolderSet(root / (split.images or ""), root / (split.labels or ""), description)
            case "points":
                return PointSet(root / (split.images or ""), root / (split.points or ""), description)
            case "kaggle-faces":
                return KaggleFaces(root / (split.points or ""), split.tenths, description)
            case "celeba":
                return CelebaSet(root, split.part or "", description)
            case _:
                return TorchvisionSet(root, split.part or "", description)


def find_set(name: str, start: Path) -> DataSet:
    """The set `name`: one in ``datasets/`` here or in a folder above, else the folder of that name here.

    A path, such as ``./scenes``, is that folder with a ``dataset.toml`` and nothing else.

    Raises:
        ConfigError: there is none, or its description is wrong.
    """
    start = start.resolve()
    for folder in _places(name, start):
        if (folder / DATASET_FILE).is_file():
            return DataSet(folder, _checked(folder))
    raise ConfigError(f"there is no data set {name!r}{_known(name, start)}")


def _places(name: str, start: Path) -> list[Path]:
    """Where to look, in this order: a copy that ``make`` wrote here does not hide the set that it was made of."""
    if name == "":
        return []
    if name == ".." or Path(name).name != name:
        return [start / name]
    return [*(folder / DATASETS / name for folder in (start, *start.parents)), start / name]


def find_split(description: Description, name: str) -> Split:
    """Raises `ConfigError` if there is none of that name."""
    if name not in description.splits:
        raise ConfigError(f"{description.name} has no split {name!r}; expected one of {', '.join(description.splits)}")
    return description.splits[name]


def public_splits(description: Description) -> tuple[str, ...]:
    """Those that need no secret."""
    return tuple(name for name, split in description.splits.items() if not split.secret)


def _seed(description: Description, name: str, split: Split, secret: bytes | None) -> str:
    if split.seed is not None:
        return split.seed
    if not secret:
        raise ConfigError(f"{description.name}: the split {name!r} follows from the course secret, and there is none")
    return hidden_seed(secret, description.name)


def _checked(folder: Path) -> Description:
    """Raises `DataError` if a set that is drawn is described as another than is drawn."""
    description = load_description(folder)
    match description.kind:
        case "scenes":
            _require_drawn(folder, "classes", description.class_names, scenes.CLASSES)
        case "cats":
            _require_drawn(folder, "keypoints", description.keypoint_names, cats.KEYPOINTS)
            _require_drawn(folder, "mirrors", _told(description.pairs), _told(cats.PAIRS))
    return description


def _require_drawn(folder: Path, key: str, found: tuple[str, ...], drawn: tuple[str, ...]) -> None:
    if found != drawn:
        raise DataError(
            f"{folder / DATASET_FILE}: {key}: expected {', '.join(drawn)}, as they are drawn, found {', '.join(found)}"
        )


def _told(pairs: tuple[tuple[int, int], ...]) -> tuple[str, ...]:
    return tuple(f"{cats.KEYPOINTS[one]} with {cats.KEYPOINTS[other]}" for one, other in pairs)


def _known(name: str, start: Path) -> str:
    names = sorted(
        {path.parent.name for folder in (start, *start.parents) for path in folder.glob(f"{DATASETS}/*/{DATASET_FILE}")}
    )
    if names:
        return nearest(name, names) or f"; {DATASETS}/ here has: {', '.join(names)}{_home(name)}"
    return f"; neither {start} nor a folder above it has {DATASETS}/{_home(name)}"


def _home(name: str) -> str:
    """Where the sets are that anybody can draw."""
    if name not in _DRAWN_HERE:
        return ""
    return f"; {name} is in {DATASETS}/ of the repository of autograder, and in handouts that use it"
