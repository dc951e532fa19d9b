"""Asking for a check from a process that stays as it is, such as a notebook's: the work is done in another one.

Nothing but the standard library is imported here, so that a notebook stays light.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import AutograderError, GraderFault

_SERVING = "autograder.students.serving"
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the public checks of one question say, as ``autograder check`` would print it."""

    passed: bool
    text: str


class Checks:
    """The public checks of the handout in `folder`, in a process that is started when it is first asked.

    It stays, so that later answers come in a fraction of a second, and ends with this process or with `close`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - a pipe would block who writes much

    def ask(self, question: str) -> Answer:
        """Check one question over the files as they are on disk now.

        Raises:
            AutograderError: there is no such question, or nothing can be examined, and why.
        """
        try:
            said = self._said(question)
        except BaseException:  # a Ctrl-C: its answer must not be taken for that to the next question
            self.close()
            raise
        if "error" in said:
            raise AutograderError(str(said["error"]))
        return Answer(passed=bool(said["passed"]), text=str(said["text"]))

    def close(self) -> None:
        """End the process; another is started if asked again."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(OSError):
                process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    if stream is not None:
                        stream.close()

    def _said(self, question: str) -> dict[str, object]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = self._started()
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        try:
            stdin.write(f"{' '.join(question.split())}\n")
            stdin.flush()
            line = stdout.readline()
        except OSError:
            line = ""
        if not line:
            self._process.wait()
            raise GraderFault(f"the process that checks ended{self._last_words()}")
        said: dict[str, object] = json.loads(line)
        return said

    def _started(self) -> subprocess.Popen[str]:
        self._errors.seek(0)
        self._errors.truncate()
        return subprocess.Popen(
            [sys.executable, "-P", "-m", _SERVING, str(self._folder.resolve())],
            env=os.environ | {"PYTHONIOENCODING": "utf-8"} | {name: os.environ.get(name, "1") for name in _THREADS},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            encoding="utf-8",
        )

    def _last_words(self) -> str:
        self._errors.seek(0)
        words = self._errors.read().decode(errors="replace").strip()
        return f": {words[-2000:]}" if words else ""
