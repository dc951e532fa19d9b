"""A source that is itself one hand-in: what somebody sent by mail, or the handout that a student worked in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from autograder.assignment import ASSIGNMENT_FILE
from autograder.collect.export_metadata import KEY
from autograder.collect.names import is_litter, suffix_of

CODE = (".py", ".ipynb")


def is_one(names: Iterable[str]) -> bool:
    """Whether a zip with these names of files is one hand-in: it has code, and that at its top or in one folder.

    Code in several folders side by side is that of several students, most likely.
    """
    split = [[part for part in name.split("/") if part not in ("", ".")] for name in names]
    code = [parts for parts in split if parts and suffix_of(parts[-1]) in CODE and not is_litter("/".join(parts))]
    while code and len({parts[0] for parts in code}) == 1 and all(len(parts) > 1 for parts in code):
        if KEY.fullmatch(code[0][0]):  # of an export that lost its metadata
            return False
        code = [parts[1:] for parts in code]
    return any(len(parts) == 1 for parts in code)


def is_one_folder(folder: Path, files: tuple[str, ...]) -> bool:
    """Whether a folder is one hand-in: several of the wanted `files` lie in it, or one beside the handout's own."""
    lying = sum((folder / file).is_file() for file in files)
    return lying > 1 or (lying == 1 and (folder / ASSIGNMENT_FILE).is_file())
