"""The other side: otter-grader, with a one-question assignment packed by `otter generate` and graded by `otter run`."""

from __future__ import annotations

import ast
import json
import re
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import nbformat
import numpy as np
from classroom import HandIn
from processes import CommandFailed, Peak, Ran, ends_within, measure_memory, run

HERE = Path(__file__).resolve().parent
TESTS = HERE / "otter_tests"
_VERSION = re.compile(r"Otter-Grader version: (\S+)")
_KERNEL = {  # without it, some of otter's commands die of a KeyError
    "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    "language_info": {"name": "python"},
}


def find_otter(given: Path | None) -> Path | None:
    """The Python of the environment that has otter, None if there is none.

    Args:
        given: that Python, or the script ``otter`` beside it; by default this Python.
    """
    if given is None:
        return Path(sys.executable) if find_spec("otter") else None
    return given.absolute().with_name("python") if given.name.startswith("otter") else given.absolute()


def tests_of_otter(question: str) -> set[str]:
    """The names of the tests that otter holds for `question`."""
    module = ast.parse((TESTS / f"{question}.py").read_text(encoding="utf-8"))
    functions = [part for part in module.body if isinstance(part, ast.FunctionDef)]
    return {function.name for function in functions if function.name.startswith("test_")}


@dataclass(frozen=True)
class Otter:
    """An assignment that otter can grade.

    Attributes:
        python: of the environment that otter is in.
        folder: where its files are.
    """

    python: Path
    folder: Path

    def version(self) -> str:
        """Otter's own word; raises `CommandFailed`."""
        said = self._run([*self._otter, "--version"], "version").said
        found = _VERSION.search(said)
        if found is None:
            raise CommandFailed(f"{self.python} -m otter --version says no version:\n{said}")
        return found[1]

    def generate(self, cases: dict[str, np.ndarray]) -> None:
        """Pack the tests, and `cases` for them to read; raises `CommandFailed`."""
        np.savez(self.folder / "cases.npz", **cases)
        bare = ["--no-config", "--no-requirements", "--no-environment"]
        self._run([*self._otter, "generate", "-t", str(TESTS), "-o", str(self._zip), *bare, "cases.npz"], "generate")

    def grade(self, notebook: Path) -> tuple[Ran, float]:
        """`otter run` on one hand-in: the run, and the share of the points; raises `CommandFailed`."""
        out = self._results(notebook)
        (out / "results.json").unlink(missing_ok=True)
        ran = self._run(self._grading(notebook), notebook.stem)
        return ran, _share(out / "results.json")

    def grade_in_one_process(self, notebooks: list[Path]) -> tuple[Ran, list[float], list[float]]:
        """All hand-ins through otter's API: the run, when each was done, the shares; raises `CommandFailed`."""
        command = [str(self.python), str(HERE / "otter_loop.py"), str(self._zip), *map(str, notebooks)]
        ran = self._run(command, "loop")
        finished = json.loads(ran.said.rstrip().rpartition("\n")[2])
        return ran, [each["at"] for each in finished], [each["share"] for each in finished]

    def memory(self, notebook: Path) -> Peak:
        """The peak of one `otter run`; raises `CommandFailed`."""
        return measure_memory(self._grading(notebook), cwd=self.folder, log=self.folder / "memory.log")

    def ends_within(self, notebook: Path, seconds: float) -> bool:
        """Whether `otter run` comes to an end on `notebook`."""
        return ends_within(self._grading(notebook), seconds, cwd=self.folder, log=self.folder / "endless.log")

    @property
    def _otter(self) -> list[str]:
        return [str(self.python), "-m", "otter"]  # what the script ``otter`` does

    @property
    def _zip(self) -> Path:
        return self.folder / "autograder.zip"

    def _grading(self, notebook: Path) -> list[str]:
        return [*self._otter, "run", "-a", str(self._zip), "-o", str(self._results(notebook)), str(notebook)]

    def _results(self, notebook: Path) -> Path:
        folder = self.folder / f"results-{notebook.stem}"
        folder.mkdir(exist_ok=True)
        return folder

    def _run(self, command: list[str], name: str) -> Ran:
        return run(command, cwd=self.folder, log=self.folder / f"{name}.log")


def _share(path: Path) -> float:
    """The share of the points in a results.json."""
    if not path.exists():
        raise CommandFailed(f"otter wrote no {path}")
    scored = [test for test in json.loads(path.read_text(encoding="utf-8"))["tests"] if "max_score" in test]
    if not scored:
        raise CommandFailed(f"{path}: otter scored nothing")
    return float(sum(test["score"] for test in scored) / sum(test["max_score"] for test in scored))


def notebook(hand_in: HandIn, question: str) -> str:
    """The hand-in as the notebook that otter's students hand in: start otter, the answer, check it."""
    texts = ["import otter\ngrader = otter.Notebook()", hand_in.source, f'grader.check("{question}")']
    cells = [nbformat.v4.new_code_cell(text) for text in texts]
    return str(nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata=_KERNEL)))
