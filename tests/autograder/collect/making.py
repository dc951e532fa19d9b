"""Hand-ins for these tests: zips, folders, notebooks and exports, honest and hostile."""

import io
import json
import stat
import warnings
import zipfile
from pathlib import Path

import pytest

from autograder.collect.entries import Entry
from autograder.collect.modules import submission
from autograder.errors import HandInError
from autograder.records import HandIn, Submission, Unreadable

FILES = ("layers.py",)
GOOD = "def f():\n    return 1\n"
ROOT = "assignment_1_export"


def make_zip(path: Path, members, compression=zipfile.ZIP_DEFLATED) -> Path:
    """A zip of (name or ZipInfo, content) pairs or a dict of them; duplicates are written without a warning."""
    with zipfile.ZipFile(path, "w", compression) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, content in members.items() if isinstance(members, dict) else members:
            archive.writestr(name, content)
    return path


def make_folder(folder: Path, files: dict) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def member(name: str, kind: int = stat.S_IFREG) -> zipfile.ZipInfo:
    """A member of some kind: a link, a pipe, a device."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (kind | 0o644) << 16
    return info


def notebook(*cells, **extra) -> bytes:
    """A notebook of code cells."""
    return json.dumps({"cells": [{"cell_type": "code", "source": cell} for cell in cells], **extra}).encode()


def metadata(*numbers: int) -> str:
    """Metadata of an export as Gradescope writes it."""
    entries = (
        f"submission_{number}:\n  :submitters:\n  - :name: Student {number}\n    :sid: '000{number}'\n"
        f"    :email: s{number}@example.edu\n  :created_at: 2023-12-02 02:52:07.938335000 Z\n"
        for number in numbers
    )
    return "---\n" + "".join(entries)


def make_export(path: Path, members: dict | list, listed=(1, 2)) -> Path:
    """An export zip; names of `members` are relative to its root, such as ``submission_1/layers.py``."""
    pairs = list(members.items() if isinstance(members, dict) else members)
    named = [(f"{ROOT}/{name}" if isinstance(name, str) else name, content) for name, content in pairs]
    return make_zip(path, [*named, (f"{ROOT}/submission_metadata.yml", metadata(*listed))])


def damage(path: Path, old: bytes, new: bytes) -> Path:
    """Change bytes of a file in place, once."""
    data = path.read_bytes()
    assert data.count(old) >= 1
    assert len(old) == len(new)
    path.write_bytes(data.replace(old, new, 1))
    return path


def reason(collected) -> str:
    assert isinstance(collected, Unreadable), collected
    return collected.reason


def texts(collected) -> dict:
    """module → text of a submission."""
    assert isinstance(collected, Submission), collected
    return {module: source.text for module, source in collected.sources.items()}


def entries(files: dict):
    data = {
        name: content if isinstance(content, bytes) else content.encode() for name, content in sorted(files.items())
    }
    return [Entry(name=n, size=len(c), open=lambda c=c: io.BytesIO(c)) for n, c in data.items()]


def collected(files: dict, wanted=FILES, notes=()):
    return submission(HandIn(key="a"), entries(files), wanted, notes)


def refusal(files: dict, wanted=FILES):
    with pytest.raises(HandInError) as caught:
        collected(files, wanted)
    return str(caught.value)
