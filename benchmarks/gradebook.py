"""How long does it take to list, re-derive and export the grades of ten thousand hand-ins, from what is stored of them?

python benchmarks/gradebook.py                # 10,000 hand-ins of conv, as a batch would leave them
python benchmarks/gradebook.py --hand-ins 300 --json figures.json

Nothing of a hand-in runs. The commands are timed as their users run them, in a copy of the course, with warm caches;
processor time is shown beside them, which says more on a machine that does other things too.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from autograder.exam.session import with_exam
from autograder.gradebook import Content, Examined, Given, HandedIn, Keys, derive, derived_of, path_of, read_history
from autograder.gradebook import examined as results
from autograder.gradebook import given as grades
from autograder.gradebook import hand_in as hand_ins
from autograder.gradebook.keys import digest
from autograder.records import CheckResult, HandIn, Isolation, Outcome, Student
from autograder.workspace import Workspace, open_assignment

ROOT = Path(__file__).parent.parent
NAME = "conv"
TARGET = 10.0  # seconds, for 10,000 listed, re-derived and exported
STEPS = ("listed", "re-derived", "exported")
WRONG = "out: expected shape (2, 4, 5, 3), got (2, 4, 3, 5). Are height and width swapped?"
DUE = datetime(2026, 3, 8, 7, 59, tzinfo=UTC)


class Seconds(NamedTuple):
    """What something takes."""

    wall: float
    processor: float


def main() -> int:
    """Measure, show, and store where asked for; the exit status says whether the target was met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hand-ins", type=int, default=10_000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        seconds = measure(Path(folder), options.hand_ins)
    total = Seconds(*(sum(both) for both in zip(*(seconds[step] for step in STEPS), strict=True)))
    show(options.hand_ins, seconds, total)
    if options.json:
        figures = {"hand_ins": options.hand_ins, "seconds": {name: each._asdict() for name, each in seconds.items()}}
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return int(total.wall > TARGET * options.hand_ins / 10_000)


def measure(folder: Path, count: int) -> dict[str, Seconds]:
    """What each step takes."""
    for name in ("assignments", "tests", "solutions"):
        shutil.copytree(
            ROOT / name / NAME, folder / name / NAME, ignore=shutil.ignore_patterns("mutants", "__pycache__")
        )
    shutil.copy(ROOT / "assignments" / "course.toml", folder / "assignments")
    for init in ("tests/__init__.py",):
        shutil.copy(ROOT / init, folder / init)
    workspace = open_assignment(NAME, folder)
    out = folder / "results"
    make_class(workspace, out, count)
    assert len(read_history(out).lines) == count
    seconds = {"made of the files": command(folder, "rebuild", "results")}
    seconds["listed"] = command(folder, "show", "--assignment", NAME)
    toml = folder / "assignments" / NAME / "assignment.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("keep = 0.85", "keep = 0.80"), encoding="utf-8")
    seconds["re-derived"] = command(folder, "diff", expected=1)
    seconds["exported"] = command(folder, "export", "--to", "grades.csv")
    with (folder / "grades.csv").open(encoding="utf-8-sig") as file:
        assert sum(1 for _ in file) == count + 1
    return seconds


def command(folder: Path, *words: str, expected: int = 0) -> Seconds:
    """What one command takes, from its start to its end."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    line = [sys.executable, "-m", "autograder", "gradebook", *words]
    ran = subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if ran.returncode != expected:
        raise SystemExit(f"gradebook {' '.join(words)}: expected status {expected}, got {ran.returncode}\n{ran.stderr}")
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Seconds(round(wall, 2), round(processor, 2))


def make_class(workspace: Workspace, out: Path, count: int) -> None:
    """What a batch leaves of `count` hand-ins: most checks pass, a third of the hand-ins are late."""
    shared = Keys.of(workspace).shared
    checks = with_exam(workspace, lambda exam: exam.checks)
    passed = [CheckResult(check=check, outcome=Outcome.PASSED, credit=1.0) for check in checks]
    chance = random.Random(7)
    lines = []
    for number in range(count):
        found = tuple(
            each if chance.random() < 0.9 else replace(each, outcome=Outcome.FAILED, credit=0.0, message=WRONG)
            for each in passed
        )
        content = Content({"submission": digest(number), **shared})
        isolation = Isolation(backend="linux", layers=("no new privileges", "landlock", "seccomp"))
        examined = Examined(content=content, results=found, isolation=isolation)
        late = timedelta(hours=chance.choice((0, 0, 20)))
        student = Student(name=f"Student {number}", sid=f"{number:08}", email=f"student{number}@example.edu")
        hand_in = HandIn(key=f"submission_{number}", students=(student,), submitted_at=DUE + late)
        handed_in = HandedIn(hand_in=hand_in, assignment=NAME, content=content.key)
        folder = out / hand_in.key
        folder.mkdir(parents=True)
        (folder / hand_ins.HAND_IN_FILE).write_bytes(hand_ins.encoded(handed_in))
        path_of(folder, content).write_bytes(results.encoded(examined))
        derived = derived_of(workspace, derive(workspace, handed_in, examined), content)
        lines.append(grades.encoded(Given(derived=derived, when=DUE)))
    (out / "history.jsonl").write_bytes(b"".join(lines))


def show(count: int, seconds: dict[str, Seconds], total: Seconds) -> None:
    """The figures as a table."""
    table = Table(title=f"{count} hand-ins of {NAME}")
    table.add_column("")
    table.add_column("seconds", justify="right")
    table.add_column("of processor time", justify="right")
    for name, each in (*seconds.items(), ("listed, re-derived and exported", total)):
        table.add_row(name, f"{each.wall:.1f}", f"{each.processor:.1f}", style="bold" if each is total else None)
    Console(width=None if sys.stdout.isatty() else 120).print(table)


if __name__ == "__main__":
    raise SystemExit(main())
