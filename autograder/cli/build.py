"""``autograder build``: from one source to students, to Gradescope and to colleagues."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from autograder.cli.authoring import examined, show, warn_of_pace
from autograder.cli.console import NOT_PASSED, OK, announce_secret, err, errors_in_words, out, short
from autograder.errors import ConfigError

if TYPE_CHECKING:
    from autograder.packaging.leaks import Leak
    from autograder.workspace import Workspace

_SHOWN = 20  # leaks


def build(
    assignment: Annotated[
        str | None, typer.Argument(help="Name of the assignment; default: all of the course.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--out", "-o", help="Where a folder for each is made; default: dist in the course.")
    ] = None,
    only_check: Annotated[bool, typer.Option("--check", help="Only say whether the handout is in step.")] = False,
    only_handout: Annotated[
        bool, typer.Option("--handout-only", help="Only make assignments/NAME/handout: no release.")
    ] = False,
    unqualified: Annotated[
        bool, typer.Option("--no-qualify", help="Build it although it is not proved; the manifest says so.")
    ] = False,
    with_secret: Annotated[
        bool, typer.Option("--with-secret", help="Give colleagues the course secret in their bundle.")
    ] = False,
    workers: Annotated[int, typer.Option(min=1, help="How many to qualify at once.")] = os.cpu_count() or 1,
) -> None:
    """Release an assignment that is proved: handout, Gradescope's autograder, a bundle for colleagues, a wheel."""
    from autograder.packaging.wheel import students_wheel
    from autograder.workspace import assignments_of, course_root, open_assignment

    wheel = cache(students_wheel)  # one for all: it is the same, and takes seconds
    with errors_in_words():
        root = course_root(Path.cwd())
        workspaces = [open_assignment(name, root) for name in ([assignment] if assignment else assignments_of(root))]
        if only_check:
            stale = [_is_stale(workspace) for workspace in workspaces]
            raise typer.Exit(NOT_PASSED if any(stale) else OK)
        for workspace in workspaces:
            target = None if only_handout else (folder or root / "dist") / workspace.assignment.name
            _build(workspace, target, wheel, unqualified, with_secret, workers)


def _is_stale(workspace: Workspace) -> bool:
    from autograder.authoring.handout import build_handout, differences

    name, target = workspace.assignment.name, _handout_of(workspace)
    stale = differences(build_handout(workspace), target)
    for line in stale:
        err.print(escape(line), soft_wrap=True)
    told = f"out of step: run autograder build {name}" if stale else "in step"
    out.print(f"{escape(str(target))} is {told}.", soft_wrap=True)
    return bool(stale)


def _handout_of(workspace: Workspace) -> Path:
    assert workspace.secret is not None  # it was opened in a course
    return workspace.secret.parent / workspace.assignment.name / "handout"


def _build(
    workspace: Workspace,
    target: Path | None,
    wheel: Callable[[], tuple[str, bytes]],
    unqualified: bool,
    with_secret: bool,
    workers: int,
) -> None:
    """The quick reasons to refuse come first, the proof after them, and what is written last."""
    from autograder.authoring.handout import build_handout, write_handout
    from autograder.authoring.qualify.record import known
    from autograder.packaging.release import Parts, release_files, require_free, write_release

    handout = build_handout(workspace)
    _require_exam(workspace)
    if target is None:
        _is_qualified(workspace, unqualified, workers)
        _require_same(workspace, handout)
        write_handout(handout, _handout_of(workspace))
        _tell(_handout_of(workspace), handout)
        return
    require_free(target)
    announce_secret(workspace.secret)
    parts = Parts(workspace, handout, wheel())
    _require_no_leaks(workspace, parts.leaks)
    qualified = _is_qualified(workspace, unqualified, workers)
    warn_of_pace(workspace.assignment, known(workspace).seconds)
    _require_same(workspace, handout)
    files = release_files(parts, qualified=qualified, with_secret=with_secret)
    write_handout(handout, _handout_of(workspace))
    write_release(files, target)
    _tell(_handout_of(workspace), handout)
    _tell_release(target, files, workspace.assignment.name)


def _require_exam(workspace: Workspace) -> None:
    """Refuse to release what could not be graded: a question without checks, an exam that cannot be imported."""
    from autograder.exam.session import with_exam

    with_exam(workspace, lambda _: None)


def _require_same(workspace: Workspace, handout: dict[str, bytes]) -> None:
    """Proving takes minutes: refuse to release what was saved meanwhile, half of it proved and half of it not."""
    from autograder.authoring.handout import build_handout

    name = workspace.assignment.name
    if build_handout(workspace) != handout:
        raise ConfigError(f"{name} was changed while it was built: build it again")


def _require_no_leaks(workspace: Workspace, leaks: list[Leak]) -> None:
    if not leaks:
        return
    for leak in leaks[:_SHOWN]:
        err.print(escape(str(leak)), soft_wrap=True, highlight=False)
    if len(leaks) > _SHOWN:
        err.print(f"… and {len(leaks) - _SHOWN} more.")
    for kind, count in Counter(leak.kind for leak in leaks).items():
        mend = kind.mend.replace("NAME", workspace.assignment.name)
        err.print(f"{kind.value} ({count}): {escape(mend)}", soft_wrap=True, highlight=False)
    err.print(f"{workspace.assignment.name} is not released: students would get what they must not.", soft_wrap=True)
    raise typer.Exit(NOT_PASSED)


def _is_qualified(workspace: Workspace, unqualified: bool, workers: int) -> bool:
    """Whether the exam is proved as it is now; proves it unless that is known, or not wanted."""
    from autograder.authoring.qualify import Scope
    from autograder.authoring.qualify.record import State, known
    from autograder.batch.closed import close_to_others

    name, noted = workspace.assignment.name, known(workspace)
    if noted.state is State.QUALIFIED:
        return True
    if unqualified:
        told = f"Built without the proof, as --no-qualify says: {name} {noted}"
        out.print(f"{told}. autograder qualify {name} proves it, before students get it.", soft_wrap=True)
        return False
    err.print(f"{name} {noted}: qualifying it, which may take minutes (--no-qualify: without).", soft_wrap=True)
    announce_secret(workspace.secret)
    close_to_others()
    found = examined(workspace, Scope(), workers, unsafe=False)
    if not found.holds:
        show(found)
        raise typer.Exit(NOT_PASSED)
    if known(workspace).state is not State.QUALIFIED:
        raise ConfigError(f"{name} was changed while it was qualified: build it again")
    return True


def _tell(folder: Path, files: dict[str, bytes]) -> None:
    from autograder.report.text import counted

    inside = Counter(name.partition("/")[0] + "/" for name in files if "/" in name)
    listed = sorted([*(name for name in files if "/" not in name), *(f"{each} ({inside[each]})" for each in inside)])
    out.print(f"{counted(len(files), 'file')} in {escape(str(short(folder)))}: {', '.join(listed)}", soft_wrap=True)


def _tell_release(folder: Path, files: dict[str, bytes], name: str) -> None:
    told = {
        f"{name}-handout.zip": "for students",
        f"{name}-gradescope.zip": "to upload as Gradescope's autograder",
        f"{name}-instructor.zip": "for colleagues: it holds the solutions",
        "manifest.json": "what all of it is",
    }
    out.print(f"{escape(str(short(folder)))}:", soft_wrap=True)
    for file in sorted(file for file in files if "/" not in file):
        what = told.get(file, "for students to install")
        out.print(f"  {escape(file)}  {what}, {len(files[file]) / 1000:,.0f} kB", soft_wrap=True, highlight=False)
