"""The other side: otter-grader, with a one-question assignment made as its documentation says, graded by `otter run`."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import nbformat
import numpy as np
from classroom import HandIn
from processes import CommandFailed, Ran, Started, ends_within, run, start

HERE = Path(__file__).resolve().parent
QUESTION = "conv2d_forward"
TESTS = HERE / "otter_tests"
_VERSION = re.compile(r"Otter-Grader version: (\S+)")
_KERNEL = {
    "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    "language_info": {"name": "python"},
}


def find_otter(given: Path | None) -> Path | None:
    """The Python that has otter: beside the script `given`, `given` itself, or else this one; None if there is none.

    Raises:
        CommandFailed: the one that was given has none.
    """
    if given is None:
        return Path(sys.executable) if find_spec("otter") else None
    return given.with_name("python") if given.name.startswith("otter") else given


@dataclass(frozen=True)
class Otter:
    """An assignment that otter can grade.

    Attributes:
        python: of the environment that otter is in.
        folder: where its files are; for us to write to.
    """

    python: Path
    folder: Path

    @property
    def command(self) -> list[str]:
        """How otter is called: as its console script, which does the same."""
        return [str(self.python), "-m", "otter"]

    @property
    def zip(self) -> Path:
        """The assignment's tests, as `otter generate` packs them."""
        return self.folder / "autograder.zip"

    def version(self) -> str:
        """Otter's own word; raises `CommandFailed`."""
        said = self._run([*self.command, "--version"], "version").said
        found = _VERSION.search(said)
        if found is None:
            raise CommandFailed(f"{self.python} -m otter --version says something else:\n{said}")
        return found[1]

    def generate(self, cases: dict[str, np.ndarray]) -> None:
        """Pack the tests, and `cases` for them to read; raises `CommandFailed`."""
        np.savez(self.folder / "cases.npz", **cases)
        bare = ["--no-config", "--no-requirements", "--no-environment"]
        self._run([*self.command, "generate", "-t", str(TESTS), "-o", str(self.zip), *bare, "cases.npz"], "generate")

    def start(self, notebook: Path) -> Started:
        """`otter run` on one hand-in."""
        results = self._results(notebook)
        results.mkdir(exist_ok=True)
        (results / "results.json").unlink(missing_ok=True)
        return start(self._grading(notebook), cwd=self.folder, log=self._log(notebook.stem))

    def share(self, notebook: Path) -> float:
        """The share of the points in the results.json of the last run; raises `CommandFailed`."""
        path = self._results(notebook) / "results.json"
        if not path.exists():
            raise CommandFailed(f"otter wrote no results for {notebook.name}")
        tests = json.loads(path.read_text(encoding="utf-8"))["tests"]
        scored = [test for test in tests if "max_score" in test]
        if not scored:
            raise CommandFailed(f"otter scored nothing in {notebook.name}: {tests}")
        return float(sum(test["score"] for test in scored) / sum(test["max_score"] for test in scored))

    def loop(self, notebooks: list[Path]) -> tuple[Ran, list[float], list[float]]:
        """All `notebooks` through otter's API in one process: the run, when each was done, the shares."""
        command = [str(self.python), str(HERE / "otter_loop.py"), str(self.zip), *map(str, notebooks)]
        ran = self._run(command, "loop")
        finished = json.loads(ran.said.rstrip().rpartition("\n")[2])
        return ran, [each["at"] for each in finished], [each["share"] for each in finished]

    def ends_within(self, notebook: Path, seconds: float) -> bool:
        """Whether `otter run` comes to an end on `notebook`."""
        self._results(notebook).mkdir(exist_ok=True)
        return ends_within(self._grading(notebook), seconds, cwd=self.folder, log=self._log(notebook.stem))

    def _grading(self, notebook: Path) -> list[str]:
        return [*self.command, "run", "-a", str(self.zip), "-o", str(self._results(notebook)), str(notebook)]

    def _results(self, notebook: Path) -> Path:
        return self.folder / f"results-{notebook.stem}"

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _run(self, command: list[str], name: str) -> Ran:
        return run(command, cwd=self.folder, log=self._log(name))


def write_notebook(hand_in: HandIn, path: Path) -> Path:
    """The hand-in as the notebook that otter's students hand in: start otter, the answer, check it."""
    cells = [
        f'import otter\ngrader = otter.Notebook("{path.name}")',
        hand_in.source,
        f'grader.check("{QUESTION}")',
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells], metadata=_KERNEL)
    nbformat.write(notebook, path)
    return path
