"""The portable back end: a subprocess and a deadline, for a student's own machine. It is not isolated and says so.

Works wherever Python does. One spare process is kept warm, so that a check does not wait for imports. Where the system
has limits on memory and processor time, a candidate has them too; see `portable_worker`.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from typing import IO

from autograder.errors import SandboxFault
from autograder.records import Isolation, SourceFile
from autograder.sandbox import portable_worker, wire
from autograder.sandbox.base import Bounds, Candidate
from autograder.sandbox.candidate import Ending, RemoteCandidate, Shelf
from autograder.sandbox.processor_time import processor_seconds
from autograder.sandbox.worker import READY

_PIECE = 1 << 16
_START_SECONDS = 180.0
_LAST_WORDS_SECONDS = 5.0
_WHY = "the portable back end keeps time and, on Linux, memory; it keeps a candidate from nothing else"


class PortableSandbox:
    """A `base.Sandbox` of plain subprocesses.

    Args:
        libraries: imported by the spare before it is needed.
    """

    def __init__(self, libraries: tuple[str, ...]) -> None:
        self._libraries = libraries
        self._shelf = Shelf()
        self._spare: _Subprocess | None = _Subprocess(libraries)
        self._candidates: list[_Subprocess] = []
        self.isolation = Isolation(backend="portable", missing={"isolation": _WHY})

    def start(self, sources: Mapping[str, SourceFile], bounds: Bounds) -> Candidate:
        """The spare becomes the candidate, and a new spare begins to import."""
        process = self._spare or _Subprocess(self._libraries)
        self._spare = None
        channel = PipeChannel(process.incoming, process.outgoing)
        try:
            _make_ready(channel, bounds)
        except SandboxFault as fault:
            words = process.last_words()
            channel.close()
            process.stop()
            raise SandboxFault(f"{fault}{words}") from None
        self._candidates = [each for each in self._candidates if each.running] + [process]
        self._spare = _Subprocess(self._libraries)
        return RemoteCandidate(channel, process, sources, bounds, self._shelf)

    @property
    def killed(self) -> int:
        """How many candidates were killed, and not by us."""
        return self._shelf.killed

    def close(self) -> None:
        """End the spare and every candidate."""
        for process in (self._spare, *self._candidates):
            if process is not None:
                process.stop()
        self._spare = None

    def __enter__(self) -> PortableSandbox:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class PipeChannel:
    """Bytes over two unbuffered pipes; a thread on each, because Windows cannot wait on a pipe."""

    def __init__(self, incoming: IO[bytes], outgoing: IO[bytes]) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._arrived: queue.Queue[bytes] = queue.Queue(maxsize=64)
        self._rest = memoryview(b"")
        self._closed = threading.Event()
        threading.Thread(target=self._pump, daemon=True).start()

    def send(self, pieces: list[bytes | memoryview], deadline: float) -> None:
        """Write all pieces or raise TimeoutError or EOFError."""
        failures: list[OSError] = []
        thread = threading.Thread(target=self._write, args=(pieces, failures), daemon=True)
        thread.start()
        thread.join(max(0.0, deadline - time.monotonic()))
        if thread.is_alive():
            raise TimeoutError
        if failures:
            raise EOFError

    def receive(self, size: int, deadline: float) -> bytearray:
        """Exactly `size` bytes or TimeoutError or EOFError."""
        data = bytearray()
        while len(data) < size:
            if not self._rest:
                self._rest = memoryview(self._next(deadline))
            taken = min(len(self._rest), size - len(data))
            data += self._rest[:taken]
            self._rest = self._rest[taken:]
        return data

    def close(self) -> None:
        """Hang up. The pipes close when the process is stopped, which also frees the threads."""
        self._closed.set()

    def _next(self, deadline: float) -> bytes:
        try:
            piece = self._arrived.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise TimeoutError from None
        if not piece:
            self._arrived.put(b"")  # for whoever asks again
            raise EOFError
        return piece

    def _pump(self) -> None:
        """Pass on what arrives, no faster than it is taken."""
        piece = b"-"
        while piece and not self._closed.is_set():
            try:
                piece = self._incoming.read(_PIECE)
            except (OSError, ValueError):  # ValueError: closed meanwhile
                piece = b""
            self._offer(piece)

    def _offer(self, piece: bytes) -> None:
        while not self._closed.is_set():
            with contextlib.suppress(queue.Full):
                self._arrived.put(piece, timeout=0.5)
                return

    def _write(self, pieces: list[bytes | memoryview], failures: list[OSError]) -> None:
        try:
            for piece in pieces:
                rest = memoryview(piece)
                while rest:
                    rest = rest[self._outgoing.write(rest) :]
        except (OSError, ValueError) as error:
            failures.append(OSError(str(error)))


class _Subprocess:
    """One Python process of its own session, started to import the libraries and then serve."""

    def __init__(self, libraries: tuple[str, ...]) -> None:
        self._ending: Ending | None = None
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - a pipe would block who writes much; closed by `stop`
        self._popen = subprocess.Popen(
            [sys.executable, "-P", "-m", portable_worker.__name__, *libraries],
            env=_environment(),
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            start_new_session=True,
        )
        self.outgoing: IO[bytes] = _given(self._popen.stdin)
        self.incoming: IO[bytes] = _given(self._popen.stdout)

    @property
    def running(self) -> bool:
        """Whether nobody stopped it yet."""
        return self._ending is None

    def stop(self) -> Ending:
        """Kill the process and its session, as far as the system lets us find it."""
        if self._ending is None:
            _kill_tree(self._popen)  # one that is ending already keeps its own status
            code = self._popen.wait()
            self._ending = Ending(signal=-code) if code < 0 else Ending(status=code)
            for stream in (self.incoming, self.outgoing, self._errors):
                stream.close()
        return self._ending

    def processor_seconds(self) -> float | None:
        """Processor time that it has used."""
        return processor_seconds(self._popen.pid) if self.running else None

    def last_words(self) -> str:
        """What it wrote while it started, and failed to; only before `stop`."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(_LAST_WORDS_SECONDS)  # it hangs up before it says why
        self._errors.seek(0)
        text = self._errors.read().decode(errors="replace").strip()
        return f": {text[-2000:]}" if text else ""


def _given(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _kill_tree(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(command, capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def _environment() -> dict[str, str]:
    """The student's own environment: libraries on a laptop may need it. One thread, as when graded."""
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**os.environ, **single, "PYTHONHASHSEED": "0", "PYTHONIOENCODING": "utf-8"}


def _make_ready(channel: PipeChannel, bounds: Bounds) -> None:
    """Wait for the libraries, then have the limits put on."""
    deadline = time.monotonic() + _START_SECONDS
    try:
        _await_ready(channel, deadline)
        channel.send(wire.encode({"memory_mb": bounds.memory_mb, "seconds": bounds.seconds}), deadline)
        _await_ready(channel, deadline)
    except (EOFError, TimeoutError):
        raise SandboxFault("a process for the submission did not start") from None


def _await_ready(channel: PipeChannel, deadline: float) -> None:
    said = channel.receive(len(READY), deadline)
    if said != READY:
        raise SandboxFault(f"a process for the submission said {bytes(said)!r} instead of starting")
