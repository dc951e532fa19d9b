"""A made-up class: an export in Gradescope's format whose hand-ins are variants of the solution.

``solutions/NAME/sample_class.toml`` says who hands in what, and when. It shows an instructor how an exam treats right
and wrong answers before any student does.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import nbformat
import yaml
from pydantic import Field

from autograder.assignment import Assignment, SignedDuration
from autograder.authoring.variants import Variant, variants
from autograder.errors import ConfigError
from autograder.tables import Table, load_table
from autograder.workspace import Workspace

SAMPLE_FILE = "sample_class.toml"
_FIRST_ID, _STEP = 700_000_001, 7  # numbers that look like Gradescope's
_ASSIGNMENT_ID = 4_000_001
_TIMESTAMP = (2026, 1, 1, 0, 0, 0)  # the same bytes every time


class SampleHandIn(Table):
    """One hand-in of the class.

    Attributes:
        variant: the reference, the skeleton, an alternate, a mutant or a cheat.
        late: after the deadline; negative is before it.
        form: what is uploaded: the files, one Colab notebook for all of them, one for each, or a zip whose bytes were
            damaged on the way.
    """

    student: str
    variant: str
    late: SignedDuration
    form: Literal["files", "notebook", "notebooks", "corrupt"] = "files"


class SampleClass(Table):
    """What ``sample_class.toml`` says."""

    hand_in: tuple[SampleHandIn, ...] = Field(min_length=1, strict=False)


def sample_export(workspace: Workspace) -> bytes:
    """The export, a zip; the same bytes every time.

    Raises:
        ConfigError: the class is not described well, or names a variant that does not exist.
    """
    if workspace.reference is None:
        raise ConfigError("a handout holds no solutions to make a class of")
    path = workspace.reference / SAMPLE_FILE
    hand_ins = load_table(path, SampleClass).hand_in
    known = {variant.name: variant for variant in variants(workspace)}
    for hand_in in hand_ins:
        if hand_in.variant not in known:
            raise ConfigError(f"{path}: {hand_in.student}: there is no variant {hand_in.variant!r}")
    return _export(workspace, [(hand_in, known[hand_in.variant]) for hand_in in hand_ins])


def _export(workspace: Workspace, hand_ins: list[tuple[SampleHandIn, Variant]]) -> bytes:
    root = f"assignment_{_ASSIGNMENT_ID}_export"
    due = workspace.course.moment(workspace.assignment.due or datetime(2026, 1, 1))
    metadata = {}
    buffer = io.BytesIO()
    damaged: list[str] = []
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (hand_in, variant) in enumerate(hand_ins):
            key = f"submission_{_FIRST_ID + _STEP * number}"
            metadata[key] = _metadata(hand_in, number, due)
            for name, data in _files(hand_in, variant, workspace.assignment):
                _write(archive, f"{root}/{key}/{name}", data)
                damaged += [f"{root}/{key}/{name}"] if hand_in.form == "corrupt" else []
        text = yaml.safe_dump(metadata, sort_keys=False).encode()
        _write(archive, f"{root}/submission_metadata.yml", text)
    return _damage(buffer.getvalue(), damaged)


def _metadata(hand_in: SampleHandIn, number: int, due: datetime) -> dict[str, object]:
    moment = (due + hand_in.late).astimezone(UTC)
    email = hand_in.student.lower().replace(" ", ".") + "@example.edu"
    return {
        ":submitters": [{":name": hand_in.student, ":sid": f"{600 + number:08d}", ":email": email}],
        ":created_at": moment,
        ":score": 0.0,
        ":status": "processed",
        ":results": {"score": 0.0, "tests": [], "output": ""},
        ":history": [],
    }


def _files(hand_in: SampleHandIn, variant: Variant, assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    sources = variant.submission.sources.values()
    in_notebooks = [source for source in sources if source.origin in assignment.files]
    if hand_in.form == "notebook":
        yield f"{assignment.name}.ipynb", _notebook(*(source.text for source in in_notebooks))
    elif hand_in.form == "notebooks":
        for source in in_notebooks:
            yield f"{source.module}.ipynb", _notebook(source.text)
    else:
        in_notebooks = []
    for source in sources:
        if source not in in_notebooks:
            yield source.origin, source.text.encode()
    for weights in variant.submission.weights.values():
        yield weights.name, weights.path.read_bytes()


def _notebook(*modules: str) -> bytes:
    """The modules as someone might leave them in Colab: magics, an experiment, a cell that fails."""
    cells = [
        nbformat.v4.new_markdown_cell("# My solution", id="title"),
        nbformat.v4.new_code_cell("%load_ext autoreload\n%autoreload 2\n!pip list | head -3", id="setup"),
        *(nbformat.v4.new_code_cell(module, id=f"work-{number}") for number, module in enumerate(modules, start=1)),
        nbformat.v4.new_code_cell("%%time\nraise RuntimeError('an experiment')", id="experiment"),
    ]
    metadata = {"accelerator": "GPU", "colab": {"provenance": []}}
    text: str = nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata=metadata))
    return text.encode()


def _write(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _TIMESTAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


def _damage(export: bytes, names: list[str]) -> bytes:
    """Flip bits in the middle of these members, as a bad disk would."""
    data = bytearray(export)
    with zipfile.ZipFile(io.BytesIO(export)) as archive:
        for name in names:
            entry = archive.getinfo(name)
            start = entry.header_offset + 30 + len(name.encode())
            data[start + entry.compress_size // 2] ^= 0xFF
    return bytes(data)


def write_sample(workspace: Workspace, path: Path) -> None:
    """Write the export to `path`, making its folder."""
    export = sample_export(workspace)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(export)
