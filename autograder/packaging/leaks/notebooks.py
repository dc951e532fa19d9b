"""What a notebook must not have besides its cells: outputs, counts, and metadata of whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.packaging.leaks.kinds import Kind

_KERNEL = {"display_name", "language", "name"}
_LANGUAGE = {"name"}
_OF_NOTEBOOK = {"kernelspec": _KERNEL, "language_info": _LANGUAGE}
_OF_CELL = {"tags", "deletable", "editable"}
_PLAIN_KERNELS = {"python3", "python"}

Seen = Iterator[tuple[Kind, str, str]]


def of_notebook(document: Any) -> Seen:
    """Kind, place and words for each such thing; what is no notebook has none of them."""
    if not isinstance(document, dict):
        return
    yield from _of_metadata(_table(document.get("metadata")))
    cells = document.get("cells")
    for number, cell in enumerate(cells if isinstance(cells, list) else [], start=1):
        if isinstance(cell, dict):
            yield from _of_cell(cell, f"cell {number}")


def _of_metadata(metadata: dict[str, Any]) -> Seen:
    for key, value in metadata.items():
        if key not in _OF_NOTEBOOK:
            yield Kind.METADATA, "metadata", f"{key!r}"
            continue
        for inner in _table(value).keys() - _OF_NOTEBOOK[key]:
            yield Kind.METADATA, "metadata", f"{key}.{inner}"
    kernel = _table(metadata.get("kernelspec")).get("name", "python3")
    if kernel not in _PLAIN_KERNELS:
        yield Kind.METADATA, "metadata", f"the kernel {kernel!r}, which only this machine has"


def _of_cell(cell: dict[str, Any], place: str) -> Seen:
    if cell.get("execution_count") is not None:
        yield Kind.OUTPUT, place, "a count of how often it was run"
    if cell.get("outputs"):
        yield Kind.OUTPUT, place, "an output"
    for key in _table(cell.get("metadata")).keys() - _OF_CELL:
        yield Kind.METADATA, place, f"{key!r}"


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
