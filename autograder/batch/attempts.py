"""How often an examination was tried: a marker for each try, opened before it, that afterwards says what went wrong.

``attempts/KEY.N.txt`` in the folder of the hand-in, KEY being the beginning of the content key. The first word is
``begun`` or ``failed``. One that is still begun when nobody is at it was interrupted: the driver was killed, a job was
preempted, a node was lost. That says little about the hand-in, so it takes many of these to hold it. A try that
succeeded leaves no marker: the result file is there.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.gradebook import Content
from autograder.report.files import remove_leftovers, write_whole

FOLDER = "attempts"
MOST_FAILED = 3
MOST_INTERRUPTED = 10

_BEGUN, _FAILED = "begun", "failed"
_HEAD = 200  # bytes
_SUFFIX = ".txt"  # so that whatever opens texts opens them


@dataclass(frozen=True)
class Attempts:
    """The tries of one examination.

    Attributes:
        folder: of the hand-in.
    """

    folder: Path
    content: Content

    def begin(self) -> int:
        """Leave a marker that nobody else left, before a try; its number. Raises OSError."""
        (self.folder / FOLDER).mkdir(mode=0o700, exist_ok=True)
        number = max(self._numbers(), default=0) + 1
        while not self._begin(number):
            number += 1
        return number

    def failed(self, number: int, why: str) -> None:
        """Say what went wrong, on the first line in short; raises OSError."""
        path = self._path(number)
        remove_leftovers(path)
        write_whole(path, f"{_FAILED}: {why}\n".encode(errors="replace"))

    def succeeded(self, number: int) -> None:
        """Take the marker of a try away: its result is there."""
        with suppress(OSError):
            self._path(number).unlink()
            self._path(number).parent.rmdir()  # the last one, and no other's

    def forget(self) -> None:
        """Take all markers away, so that it is tried as if for the first time."""
        for number in self._numbers():
            self._path(number).unlink(missing_ok=True)

    @property
    def count(self) -> int:
        """How many tries came to nothing."""
        return len(self._numbers())

    @property
    def open(self) -> tuple[int, ...]:
        """The numbers of the tries that are going on, or were interrupted."""
        return tuple(number for number in self._numbers() if not self._why(number))

    @property
    def is_over(self) -> bool:
        """Whether it was tried often enough to leave it to a human."""
        begun = len(self.open)
        return self.count - begun >= MOST_FAILED or begun >= MOST_INTERRUPTED

    def verdict(self) -> str:
        """Why it is held: what went wrong the last time, and where everything about it is."""
        numbers = self._numbers()
        whys = [why for number in reversed(numbers) if (why := self._why(number))]
        last = whys[0] if whys else "its process was killed from outside"
        times = "once" if len(numbers) == 1 else f"{len(numbers)} times"
        return f"tried {times}: {last} (more in {self.folder.name}/{FOLDER})"

    def _begin(self, number: int) -> bool:
        try:
            descriptor = os.open(self._path(number), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return False
        with os.fdopen(descriptor, "w", encoding="utf-8") as marker:
            marker.write(f"{_BEGUN}: {here()}\n")
        return True

    def _numbers(self) -> list[int]:
        names = (path.name for path in self._path(0).parent.glob(f"{self.content.short}.*{_SUFFIX}"))
        numbers = (name.removesuffix(_SUFFIX).rpartition(".")[2] for name in names)
        return sorted(int(number) for number in numbers if number.isdecimal())

    def _why(self, number: int) -> str:
        """The first line of what went wrong; "" where that is not known."""
        try:
            with self._path(number).open("rb") as marker:
                head = marker.read(_HEAD).decode(errors="replace")
        except FileNotFoundError:
            return ""
        word, _, why = head.partition("\n")[0].partition(": ")
        return why or "for no known reason" if word == _FAILED else ""

    def _path(self, number: int) -> Path:
        return self.folder / FOLDER / f"{self.content.short}.{number}{_SUFFIX}"


def here() -> str:
    """When, where and by whom, for a marker."""
    job = os.environ.get("SLURM_JOB_ID")
    of_job = f", Slurm job {job}" if job else ""
    return (
        f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z}, process {os.getpid()} on {socket.gethostname()}{of_job}"
    )
