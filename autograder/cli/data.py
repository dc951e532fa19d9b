"""``autograder data``: make, fetch and show data sets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from autograder.cli.console import announce_secret, errors_in_words, out, progress
from autograder.errors import ConfigError, DataError

if TYPE_CHECKING:
    from PIL import Image

    from autograder.data.catalogue import DataSet
    from autograder.data.description import Description
    from autograder.data.lazy import LazySet, SetItem

_COUNTED = 200  # images whose pixels or keypoints are counted for a sheet

app = typer.Typer(no_args_is_help=True, help="Make, fetch and show data sets.")
Name = Annotated[str, typer.Argument(help="A set in datasets/, or a folder with a dataset.toml.")]


@app.command()
def make(
    name: Name,
    folder: Annotated[
        Path | None, typer.Option("--out", "-o", help="A new folder; default: one of the set's name here.")
    ] = None,
    split: Annotated[
        list[str] | None, typer.Option(help="Only this split; may be given again. Default: all public ones.")
    ] = None,
    count: Annotated[int | None, typer.Option(min=1, help="So many images of each split instead.")] = None,
) -> None:
    """Draw a set and write it as PNG files, a CSV file of keypoints if it has any, and a dataset.toml."""
    from autograder.data.catalogue import find_set, public_splits
    from autograder.data.kinds import DRAWN
    from autograder.data.whole import in_use
    from autograder.data.write import write_set

    with errors_in_words():
        found = find_set(name, Path.cwd())
        description = found.description
        if description.kind not in DRAWN:
            raise ConfigError(f"{description.name} is not drawn: it comes from {description.source}")
        target = folder or Path(description.name)
        if in_use(target):
            raise ConfigError(f"{target} exists already, and nothing is overwritten; name a new folder with --out")
        splits = {each: _drawn(found, each, count) for each in split or public_splits(description)}
        with progress(transient=True) as bar:
            tasks = {each: bar.add_task(f"Drawing {each}", total=len(items)) for each, items in splits.items()}
            write_set(description, splits, target, lambda each: bar.advance(tasks[each]))
    told = ", ".join(f"{len(items)} {each}" for each, items in splits.items())
    out.print(f"{escape(str(target))}: {told}", soft_wrap=True)


@app.command()
def fetch(
    name: Name,
    root: Annotated[Path, typer.Option(help="Where to put it.", file_okay=False)],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before downloading.")] = False,
) -> None:
    """Download a public set, check it and unpack it."""
    from autograder.data.catalogue import find_set
    from autograder.data.fetch import fetch as download
    from autograder.data.fetch import gigabytes, missing

    with errors_in_words():
        description = find_set(name, Path.cwd()).description
        wanted = missing(description, root)
        for each in wanted:
            out.print(f"{gigabytes(each.size)}  {escape(each.url)}", soft_wrap=True)
        if wanted:
            out.print(f"Licence: {escape(description.licence)}", soft_wrap=True)
            if not yes:
                typer.confirm(f"Download {gigabytes(sum(each.size for each in wanted))} into {root}?", abort=True)
        for each in wanted:
            download(each, root)
    done = "fetched" if wanted else "there already"
    out.print(f"{description.name} is {done}: {escape(str(root))}", soft_wrap=True)


@app.command()
def show(
    name: Name,
    sheet: Annotated[
        Path | None, typer.Option("--out", "-o", help="The picture to write; default: NAME.png.", dir_okay=False)
    ] = None,
    root: Annotated[Path | None, typer.Option(help="Where the files are; default: beside dataset.toml.")] = None,
    split: Annotated[str | None, typer.Option(help="Of this split; default: the first public one.")] = None,
    count: Annotated[int, typer.Option(min=1, max=50, help="How many images to show.")] = 6,
) -> None:
    """Write a picture sheet: images, their labels or keypoints, and how frequent each class or keypoint is."""
    from autograder.data.catalogue import find_set, public_splits

    with errors_in_words():
        found = find_set(name, Path.cwd())
        description = found.description
        target = sheet or Path(f"{description.name}.png")
        _require_picture(target)
        chosen = split or next(iter(public_splits(description) or description.splits))
        items = _opened(found, chosen, root)
        draw = _points_sheet if description.keypoints else _labels_sheet
        picture, shares = draw(description, chosen, items, list(items[:: max(1, len(items) // count)][:count]))
        _save(picture, target)
    for each, share in shares:
        out.print(f"{share:7.2%}  {escape(each)}")
    out.print(escape(str(target)), soft_wrap=True)


def _labels_sheet(
    description: Description, split: str, items: LazySet[Any], shown: list[Any]
) -> tuple[Image.Image, list[tuple[str, float]]]:
    from autograder.data.sheet import class_pixels, picture_sheet

    counted = items[:: -(-len(items) // _COUNTED)]
    with progress(transient=True) as bar:
        pixels = class_pixels(bar.track(counted, description="Counting"), len(description.classes))
    caption = f"{split}, shares of the pixels of {_how_many(counted, items)}"
    shares = (pixels / pixels.sum().clamp(min=1)).tolist()
    return picture_sheet(description, shown, pixels, caption), _named([*description.class_names, "void"], shares)


def _points_sheet(
    description: Description, split: str, items: LazySet[Any], shown: list[Any]
) -> tuple[Image.Image, list[tuple[str, float]]]:
    from autograder.data.points_sheet import point_visibility, points_sheet

    counted = items[:: -(-len(items) // _COUNTED)]
    with progress(transient=True) as bar:
        shares = point_visibility(bar.track(counted, description="Counting"), len(description.keypoints))
    caption = f"{split}, how often each is visible in {_how_many(counted, items)}"
    return points_sheet(description, shown, shares, caption), _named(description.keypoint_names, shares.tolist())


def _how_many(counted: LazySet[Any], items: LazySet[Any]) -> str:
    if len(counted) == len(items):
        return f"all {len(items)} images" if len(items) > 1 else "its only image"
    return f"{len(counted)} of {len(items)} images"


def _named(names: Sequence[str], shares: Sequence[float]) -> list[tuple[str, float]]:
    return list(zip(names, shares, strict=True))


def _drawn(found: DataSet, split: str, count: int | None) -> LazySet[SetItem]:
    from autograder.data.drawing.drawn import DrawnSet

    items = _opened(found, split, None)
    return items.of(count) if count is not None and isinstance(items, DrawnSet) else items


def _opened(found: DataSet, split: str, root: Path | None) -> LazySet[SetItem]:
    """A split; the course secret is read only for one that follows from it."""
    from autograder.data.catalogue import find_split

    secret = _course_secret() if find_split(found.description, split).secret else None
    return found.split(split, root=root, secret=secret)


def _course_secret() -> bytes:
    from autograder.exam.seeds import course_secret
    from autograder.workspace import SECRET_FILE, course_root

    path = course_root(Path.cwd()) / "assignments" / SECRET_FILE
    announce_secret(path)
    return course_secret(path)


def _require_picture(target: Path) -> None:
    """Find a mistyped name now, not after the work."""
    from PIL import Image

    if target.suffix.lower() not in Image.registered_extensions():
        raise ConfigError(f"{target}: expected the name of a picture, such as sheet.png or sheet.jpg")


def _save(picture: Image.Image, target: Path) -> None:
    try:
        picture.save(target, quality=88, optimize=True)
    except OSError as error:
        raise DataError(f"{target}: cannot be written ({error.strerror or error})") from None
