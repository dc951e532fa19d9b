"""Hand-ins that are known but not yet opened, and opening one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from autograder.collect.archive import opened_zip, refuse_zips, unwrapped, zip_entries
from autograder.collect.entries import Entry
from autograder.collect.folder import file_entry, folder_entries
from autograder.collect.modules import submission
from autograder.collect.names import shown, suffix_of
from autograder.collect.weights import WeightsStore
from autograder.errors import ExportError, HandInError
from autograder.records import HandIn, Submission, Unreadable

Opener = Callable[[], AbstractContextManager[tuple[Entry, ...]]]


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A hand-in that is still closed.

    Attributes:
        open: gives its files; raises `HandInError`.
        notes: what is to be said of it whatever it holds.
        handout: of which assignment it is the unpacked handout; "" where it was handed in.
    """

    hand_in: HandIn
    open: Opener
    notes: tuple[str, ...] = ()
    handout: str = ""


@dataclass(frozen=True)
class Found:
    """What a source holds.

    Attributes:
        pending: its hand-ins, in a stable order.
        left_out: names of files beside them that are nobody's.
        is_alone: whether the source itself is the only one: what one student sent.
    """

    pending: list[Pending]
    left_out: tuple[str, ...] = ()
    is_alone: bool = False


def resolve(pending: Pending, files: tuple[str, ...], store: WeightsStore | None = None) -> Submission | Unreadable:
    """Open one hand-in; whatever is wrong with it becomes the reason why it is unreadable.

    Raises:
        ExportError: the disk fails, which no student did.
    """
    try:
        with pending.open() as entries:
            return submission(pending.hand_in, entries, files, pending.notes, store, pending.handout)
    except HandInError as error:
        return Unreadable(hand_in=pending.hand_in, reason=str(error))
    except OSError as error:
        raise ExportError(f"{pending.hand_in.key} cannot be read: {error.strerror}") from error


def pending_path(path: Path, hand_in: HandIn, wanted: str) -> Pending:
    """A hand-in that is a folder, a zip, a ``.py`` or a notebook.

    Args:
        wanted: the name that a single ``.py`` counts as, whatever it is called; "" for its own.
    """
    if path.is_dir():
        return Pending(hand_in=hand_in, open=partial(_folder, path))
    suffix = suffix_of(path.name)
    if suffix == ".zip":
        return Pending(hand_in=hand_in, open=partial(_zip, path))
    if suffix == ".py":
        notes = () if path.name == wanted or not wanted else (f"{shown(path.name)} was taken as {wanted}",)
        return Pending(hand_in=hand_in, open=partial(_file, path, wanted or path.name), notes=notes)
    if suffix == ".ipynb":
        return Pending(hand_in=hand_in, open=partial(_file, path, path.name))
    expected = f"expected a folder, a zip, {wanted or 'a .py file'} or a notebook"
    return refused(hand_in, f"{expected}, found: {shown(path.name)}")


def pending_child(path: Path, hand_in: HandIn, wanted: str) -> Pending:
    """As `pending_path`, for one of many hand-ins: links are not followed, and only plain files are opened."""
    if path.is_symlink():
        return refused(hand_in, f"{shown(path.name)} is a link; hand in the file itself")
    if not (path.is_file() or path.is_dir()):
        return refused(hand_in, f"{shown(path.name)} is a special file; hand in plain files")
    return pending_path(path, hand_in, wanted)


def refused(hand_in: HandIn, reason: str) -> Pending:
    """A hand-in that cannot be opened, and why."""
    return Pending(hand_in=hand_in, open=partial(_refuse, reason))


def _refuse(reason: str) -> AbstractContextManager[tuple[Entry, ...]]:
    raise HandInError(reason)


@contextmanager
def _folder(path: Path) -> Iterator[tuple[Entry, ...]]:
    with unwrapped(folder_entries(path)) as entries:
        yield entries


@contextmanager
def _zip(path: Path) -> Iterator[tuple[Entry, ...]]:
    with opened_zip(path, path.name) as archive:
        entries = zip_entries(archive)
        refuse_zips(entries, path.name)
        yield entries


def _file(path: Path, name: str) -> AbstractContextManager[tuple[Entry, ...]]:
    return nullcontext((replace(file_entry(path), name=name),))
