"""A batch whose processes are killed at random: what the tests of many and of few kills share."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .conftest import lasting

KINDS = ("driver", "worker", "warm process", "candidate")
SLOW = "import time\ntime.sleep(0.02)\n"  # so that there is somebody to kill


def write_class(folder, size):
    """A class of `size`: right answers, wrong ones, some that hang or die, and one that is no hand-in."""
    kinds = [
        "def double(x): return 2 * x\ndef triple(x): return 3 * x\n",
        "def double(x): return 2 * x\ndef triple(x): return x\n",
        "def double(x): return 2 * x\ndef triple(x): raise ValueError(x)\n",
        "import os\ndef double(x): os._exit(1)\ndef triple(x): return 3 * x\n",
        "import os\ndef double(x): os.kill(os.getpid(), 9)\ndef triple(x): return 3 * x\n",
        "def double(x):\n",
    ]
    for number in range(size):
        (folder / f"student_{number}").mkdir(parents=True)
        source = f"{SLOW}{kinds[number % len(kinds)]}# {number}\n"
        (folder / f"student_{number}" / "toy.py").write_text(source, encoding="utf-8")
    (folder / "student_0" / "toy.py").rename(folder / "student_0" / "toy.txt")


@dataclass
class Chaos:
    """Runs a batch again and again, and kills whom it happens to meet.

    Attributes:
        killed: how many of each kind were killed.
        runs: of the command, each from where the last one was stopped.
    """

    command: list[str]
    cwd: Path
    out: Path
    rng: random.Random
    killed: dict[str, int] = field(default_factory=dict)
    runs: int = 0
    _process: subprocess.Popen | None = None

    def kill(self, times):
        """Kill `times` processes, each at a random moment; what was finished before must still be there afterwards."""
        while sum(self.killed.values()) < times:
            if self._is_done:
                self._start_over()
            if not self._is_running:
                self._begin()
            kind = self.rng.choice(KINDS)
            while self._is_running and not self._of_kind(kind):
                time.sleep(0.02)
            time.sleep(self.rng.uniform(0, 3.0 if kind == "driver" else 0.5))
            before = self._results()
            self._kill_one_of(kind)
            lost = {path for path, data in before.items() if not path.is_file() or path.read_bytes() != data}
            assert not lost, f"{lost} of what was finished is lost or changed"

    def finish(self):
        """Let the batch come to its end; its exit status. Whoever was killed three times is tried again."""
        if self._is_running:
            self._process.wait(300)
        self._begin("--retry")
        return self._process.wait(300)

    def _begin(self, *more):
        self.runs += 1
        log = (self.cwd / "chaos.log").open("ab")
        self._process = subprocess.Popen([*self.command, *more], cwd=self.cwd, stdout=log, stderr=log)

    @property
    def _is_done(self):
        return self._process is not None and self._process.poll() == 0

    def _start_over(self):
        """All was done before enough were killed: nobody would be met any more."""
        shutil.rmtree(self.out)
        for path in self.cwd.glob("gradebook.sqlite*"):  # or it would put back the grades of what is gone
            path.unlink()

    def _results(self):
        return {path: path.read_bytes() for path in self.out.glob("*/examined-*.json")}

    @property
    def _is_running(self):
        return self._process is not None and self._process.poll() is None

    def _of_kind(self, kind):
        """Processes of the batch: the driver, its children, theirs, and theirs again."""
        generation = [self._process.pid]
        for _ in range(KINDS.index(kind)):
            generation = [child for each in generation for child in children_of(each)]
        return generation

    def _kill_one_of(self, kind):
        if self._is_running and (pids := self._of_kind(kind)):
            with suppress(ProcessLookupError):
                os.kill(self.rng.choice(pids), signal.SIGKILL)
                self.killed[kind] = self.killed.get(kind, 0) + 1


def children_of(pid):
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def same_as_undisturbed(workspace, class_folder, tmp_path, kills, seed, workers=2):
    """Kill, resume, and compare with a batch that nobody disturbed; the `Chaos`."""
    grade = [sys.executable, "-m", "autograder", "grade", str(class_folder), "-a", "toy", "--workers", str(workers)]
    root = workspace.secret.parent.parent
    subprocess.run([*grade, "--out", tmp_path / "undisturbed"], cwd=root, check=True, capture_output=True)
    chaos = Chaos([*grade, "--out", str(tmp_path / "out")], root, tmp_path / "out", random.Random(seed))
    chaos.kill(kills)
    status = chaos.finish()
    log = (root / "chaos.log").read_text(encoding="utf-8", errors="replace")
    assert status == 0, log
    assert lasting(tmp_path / "out") == lasting(tmp_path / "undisturbed"), log
    return chaos
