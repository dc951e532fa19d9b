"""A source that is itself one hand-in: what somebody sent by mail, or the handout that a student worked in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from autograder.assignment import ASSIGNMENT_FILE
from autograder.collect.export_metadata import KEY
from autograder.collect.names import is_litter, listed, may_be_hand_in, stem_of, suffix_of
from autograder.errors import ExportError

CODE = (".py", ".ipynb")


def is_one(names: Iterable[str], files: tuple[str, ...]) -> bool:
    """Whether a zip with these names of files is one hand-in: it has code, and that at its top or in one folder.

    Code in several folders side by side is that of several students, most likely, and so are several files of which
    none is called as one of the wanted `files`.
    """
    split = [[part for part in name.split("/") if part not in ("", ".")] for name in names]
    code = [parts for parts in split if parts and suffix_of(parts[-1]) in CODE and not is_litter("/".join(parts))]
    while code and len({parts[0] for parts in code}) == 1 and all(len(parts) > 1 for parts in code):
        if KEY.fullmatch(code[0][0]):  # of an export that lost its metadata
            return False
        code = [parts[1:] for parts in code]
    return any(len(parts) == 1 for parts in code) and not _are_of_several([parts[-1] for parts in code], files)


def _are_of_several(names: Sequence[str], files: tuple[str, ...]) -> bool:
    """Whether nobody could say which of several files of code is the hand-in."""
    wanted = {stem_of(file).casefold() for file in files}
    notebooks = sum(suffix_of(name) == ".ipynb" for name in names)  # one alone stands in for all
    return len(names) > 1 and notebooks != 1 and not any(stem_of(name).casefold() in wanted for name in names)


def is_one_folder(folder: Path, inside: Sequence[Path], files: tuple[str, ...]) -> bool:
    """Whether a folder is one hand-in: it has several of the wanted `files`, or one that can be nobody's but its own.

    That is one beside what came with the handout, or without another file or folder that may be handed in.

    Args:
        inside: what lies in it, without what tools leave behind.

    Raises:
        ExportError: several folders in it have wanted files as well: one that was taken for all would lose a class.
    """
    lying = [file for file in files if (folder / file).is_file()]
    if len(lying) == 1 and not (folder / ASSIGNMENT_FILE).is_file():
        return not any(_may_be_hand_in(path) for path in inside if path.name != lying[0])
    others = [path.name for path in inside if lying and any((path / file).is_file() for file in files)]
    if len(others) > 1:
        found = f"found {listed(lying)} beside the folders {listed(others)}, which have such files, too"
        raise ExportError(
            f"{folder}: expected one hand-in, or one folder for each, {found}: move one or the other away"
        )
    return bool(lying)


def _may_be_hand_in(path: Path) -> bool:
    return path.is_symlink() or path.is_dir() or may_be_hand_in(path.name)
