"""``autograder data``: make, fetch and show data sets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from autograder.cli.console import announce_secret, errors_in_words, out, progress
from autograder.errors import ConfigError, DataError

if TYPE_CHECKING:
    from PIL import Image

    from autograder.data.catalogue import DataSet
    from autograder.data.labelled import LabelledImage
    from autograder.data.lazy import LazySet

_COUNTED = 200  # images whose pixels are counted for a sheet

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
    """Draw a set and write it as PNG files with a dataset.toml."""
    from autograder.data.catalogue import find_set, public_splits
    from autograder.data.write import write_set

    with errors_in_words():
        found = find_set(name, Path.cwd())
        description = found.description
        if description.kind != "scenes":
            raise ConfigError(f"{description.name} is not drawn: it comes from {description.source}")
        splits = {each: _drawn(found, each, count) for each in split or public_splits(description)}
        target = folder or Path(description.name)
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
    """Write a picture sheet: images, labels in colours, both together, and how frequent each class is."""
    from autograder.data.catalogue import find_set, public_splits
    from autograder.data.sheet import class_pixels, picture_sheet

    with errors_in_words():
        found = find_set(name, Path.cwd())
        description = found.description
        target = sheet or Path(f"{description.name}.png")
        _require_picture(target)
        chosen = split or next(iter(public_splits(description) or description.splits))
        items = _opened(found, chosen, root)
        counted = items[:: -(-len(items) // _COUNTED)]
        shown = list(items[:: max(1, len(items) // count)][:count])
        with progress(transient=True) as bar:
            pixels = class_pixels(bar.track(counted, description="Counting"), len(description.classes))
        every = "all" if len(counted) == len(items) else str(len(counted))
        caption = f"{chosen}, shares of the pixels of {every} of {len(items)} images"
        _save(picture_sheet(description, shown, pixels, caption), target)
    for each, number in zip([*description.class_names, "void"], pixels.tolist(), strict=True):
        out.print(f"{number / max(1, int(pixels.sum())):7.2%}  {escape(each)}")
    out.print(escape(str(target)), soft_wrap=True)


def _drawn(found: DataSet, split: str, count: int | None) -> LazySet[LabelledImage]:
    from autograder.data.scenes import Scenes

    items = _opened(found, split, None)
    if count is None or not isinstance(items, Scenes):
        return items
    return Scenes(count, items.seed)


def _opened(found: DataSet, split: str, root: Path | None) -> LazySet[LabelledImage]:
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
