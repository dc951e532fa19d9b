"""Our side: `autograder grade` over an export, in a course made for the occasion."""

from __future__ import annotations

import ast
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from classroom import HandIn
from processes import CommandFailed, Peak, Ran, measure_memory, run
from rates import BatchTiming

from autograder.workspace import Workspace, open_assignment

ROOT = Path(__file__).resolve().parent.parent
ASSIGNMENT = "conv"
SECRET = "the same cases in every run of the benchmark"
"""Of the courses made here: cases differ from any real course's."""
_SUBMITTED = "2026-03-01 12:00:00.000000000 Z"  # before the deadline, so that the grade is the score


def make_course(folder: Path, question: str | None = None) -> Workspace:
    """A copy of the course in `folder`, with `question` as its only one, or with all."""
    for part in ("assignments", "solutions", "tests"):
        ignored = shutil.ignore_patterns("__pycache__", "handout")
        shutil.copytree(ROOT / part / ASSIGNMENT, folder / part / ASSIGNMENT, ignore=ignored)
    shutil.copy(ROOT / "assignments" / "course.toml", folder / "assignments")
    (folder / "tests" / "__init__.py").touch()
    (folder / "assignments" / "course.secret").write_text(SECRET)
    if question is not None:
        _keep_only(question, folder)
    return open_assignment(ASSIGNMENT, folder)


def _keep_only(question: str, folder: Path) -> None:
    """Drop all other questions from the assignment, and their checks from the exam."""
    settings = folder / "assignments" / ASSIGNMENT / "assignment.toml"
    head, *tables = settings.read_text(encoding="utf-8").split("[[questions]]")
    last, late = tables[-1].split("[late]")
    kept = [table for table in (*tables[:-1], last) if f'name = "{question}"' in table]
    settings.write_text(f"{head}[[questions]]{kept[0]}[late]{late}", encoding="utf-8")
    for path in (folder / "tests" / ASSIGNMENT).glob("test_*.py"):
        module = ast.parse(path.read_text(encoding="utf-8"))
        module.body = [part for part in module.body if _question_of(part, "question", "growing") in (None, question)]
        path.write_text(ast.unparse(module), encoding="utf-8")


def tests_of_ours(question: str) -> set[str]:
    """The names of the tests that the exam holds for `question`."""
    paths = (ROOT / "tests" / ASSIGNMENT).glob("test_*.py")
    parts = [part for path in paths for part in ast.parse(path.read_text(encoding="utf-8")).body]
    functions = [part for part in parts if isinstance(part, ast.FunctionDef)]
    return {function.name for function in functions if _question_of(function, "question") == question}


def _question_of(part: ast.stmt, *decorators: str) -> str | None:
    """The question of a function decorated with one of ``@NAME("…")``, None for anything else."""
    for decorator in getattr(part, "decorator_list", []):
        match decorator:
            case ast.Call(func=ast.Name(id=by), args=[ast.Constant(value=str(name)), *_]) if by in decorators:
                return name
    return None


def write_export(hand_ins: Sequence[Mapping[str, str]], path: Path) -> Path:
    """An export as Gradescope packs it, of the files of each hand-in; the first is ``submission_1``."""
    with ZipFile(path, "w", ZIP_DEFLATED) as export:
        entries = [_entry(number) for number in range(1, len(hand_ins) + 1)]
        export.writestr("assignment_1_export/submission_metadata.yml", "---\n" + "".join(entries))
        for number, files in enumerate(hand_ins, start=1):
            for name, text in files.items():
                export.writestr(f"assignment_1_export/submission_{number}/{name}", text)
    return path


def _entry(number: int) -> str:
    return (
        f"submission_{number}:\n  :submitters:\n  - :name: Student {number}\n    :sid: '{number:06d}'\n"
        f"    :email: student{number}@example.edu\n  :created_at: {_SUBMITTED}\n"
    )


@dataclass(frozen=True)
class Ours:
    """`autograder grade` in a course.

    Attributes:
        folder: where results and logs go.
    """

    workspace: Workspace
    course: Path
    folder: Path

    def time(self, export: Path, hand_ins: list[HandIn], workers: int) -> BatchTiming:
        """Grade all hand-ins, hold each result to what it must be; raises `CommandFailed`."""
        out = self._fresh()
        ran = run(self._command(export, out, workers), cwd=self.course, log=self.folder / "grade.log")
        folders = [out / f"submission_{number}" for number in range(1, len(hand_ins) + 1)]
        self._require_right([folder / "results.json" for folder in folders], hand_ins)
        examined = [next(folder.glob("examined-*.json")) for folder in folders]
        return BatchTiming.of(ran, [path.stat().st_mtime for path in examined])

    def again(self, export: Path, workers: int) -> Ran:
        """Grade once more what is graded already; raises `CommandFailed`."""
        return run(self._command(export, self._out, workers), cwd=self.course, log=self.folder / "again.log")

    def memory(self, export: Path, workers: int) -> Peak:
        """The peak while grading all hand-ins; raises `CommandFailed`."""
        command = self._command(export, self._fresh(), workers)
        return measure_memory(command, cwd=self.course, log=self.folder / "grade.log")

    def layers(self) -> list[str]:
        """The layers of isolation that were on in the last run, the same for every hand-in."""
        found = {tuple(_isolation(path)["layers"]) for path in self._out.glob("*/results.json")}
        if len(found) != 1:
            raise CommandFailed(f"the hand-ins were isolated in {len(found)} different ways: {found}")
        return list(found.pop())

    def checks(self) -> int:
        """How many checks a hand-in of the last run went through."""
        took = (json.loads(path.read_text(encoding="utf-8")) for path in self._out.glob("*/took-*.json"))
        return max(len(each["checks"]) for each in took)

    @property
    def _out(self) -> Path:
        return self.folder / "results"

    def _fresh(self) -> Path:
        """An empty folder for results, so that nothing is taken over from an earlier run."""
        shutil.rmtree(self._out, ignore_errors=True)
        return self._out

    def _command(self, export: Path, out: Path, workers: int) -> list[str]:
        grade = [sys.executable, "-m", "autograder", "grade", str(export)]
        return [*grade, "--assignment", ASSIGNMENT, "--out", str(out), "--workers", str(workers)]

    def _require_right(self, files: list[Path], hand_ins: list[HandIn]) -> None:
        possible = self.workspace.assignment.points
        for path, hand_in in zip(files, hand_ins, strict=True):
            score = json.loads(path.read_text(encoding="utf-8"))["extra_data"]["score_before_lateness"]
            if score is None or (score == possible) is not hand_in.right:
                raise CommandFailed(f"{hand_in.name} got {score} of {possible} points")


def _isolation(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))["extra_data"]["isolation"]
    return found
