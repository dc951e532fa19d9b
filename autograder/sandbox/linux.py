"""The Linux back end, grader side: one warm process, a fresh confined candidate for every check."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.errors import SandboxFault
from autograder.records import Isolation, SourceFile
from autograder.sandbox.base import Bounds, Candidate
from autograder.sandbox.candidate import Ending, RemoteCandidate, Shelf
from autograder.sandbox.confine import cgroup
from autograder.sandbox.confine.apply import LAYERS
from autograder.sandbox.processor_time import processor_seconds
from autograder.sandbox.socket_channel import SocketChannel
from autograder.sandbox.warm import MAX_MESSAGE
from autograder.sandbox.worker import READY

_START_SECONDS = 180.0  # importing torch from a slow disk
_ANSWER_SECONDS = 30.0  # of the warm process, once it is up

_NECESSARY = {"rlimits", "capabilities", "no_new_privs", "seccomp"}
_READ_PROTECTION = {"namespaces", "landlock", "uid"}

_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "HOME": "/proc/nonexistent",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",  # each further one takes 64 MiB of addresses
    "MKL_NUM_THREADS": "1",
    "USER": "student",
    "PYTORCH_NVML_BASED_CUDA_CHECK": "1",
}
"""All that a candidate inherits: nothing of the grader's. One thread, because a fork keeps only one."""

_CHOICE_OF_GPU = "CUDA_VISIBLE_DEVICES"  # the one thing of the grader's: a scheduler says with it whose GPU is whose
PROC = Path("/proc/self")
"""There wherever /proc is mounted."""


class LinuxSandbox:
    """A `base.Sandbox` of confined forks.

    Args:
        libraries: imported once, before the first candidate.
        without: layers to leave off; for tests of what each layer is for.
        for_gpu: let candidates use a GPU, if there is one.

    Raises:
        SandboxFault: the warm process does not come up.
    """

    def __init__(
        self, libraries: tuple[str, ...], without: frozenset[str] = frozenset(), *, for_gpu: bool = False
    ) -> None:
        self._wanted = {"libraries": libraries, "without": sorted(without), "for_gpu": for_gpu}
        self._shelf = Shelf()
        self._warm: _Warm | None = _Warm(self._wanted)
        self.isolation = self._warm.isolation

    def start(self, sources: Mapping[str, SourceFile], bounds: Bounds) -> Candidate:
        """A fresh candidate; a warm process that died is replaced."""
        try:
            channel, process = self._started().fork(bounds)
        except _Refused:
            raise
        except SandboxFault:
            self.close()
            channel, process = self._started().fork(bounds)
        try:
            _await_ready(channel)
        except SandboxFault:
            channel.close()
            process.stop()
            raise
        return RemoteCandidate(channel, process, sources, bounds, self._shelf)

    @property
    def killed(self) -> int:
        """How many candidates were killed, and not by us."""
        return self._shelf.killed

    def close(self) -> None:
        """End the warm process, and with it every candidate."""
        if self._warm is not None:
            self._warm.close()
            self._warm = None

    def __enter__(self) -> LinuxSandbox:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _started(self) -> _Warm:
        if self._warm is None:
            self._warm = _Warm(self._wanted)
            if self._warm.isolation != self.isolation:
                raise SandboxFault(f"layers of isolation went missing: {self._warm.isolation.missing}")
        return self._warm


def confines(isolation: Isolation) -> bool:
    """Whether these layers keep a candidate from the grader: they do only together."""
    layers = set(isolation.layers)
    return layers >= _NECESSARY and bool(layers & _READ_PROTECTION)


def _await_ready(channel: SocketChannel) -> None:
    """Wait for the candidate's word that all layers are on."""
    deadline = time.monotonic() + _ANSWER_SECONDS
    said = bytearray()
    try:
        while not said.endswith(b"\n"):
            said += channel.receive(1, deadline)
    except (EOFError, TimeoutError):
        raise SandboxFault(f"a candidate did not start: {said.decode(errors='replace') or 'no word from it'}") from None
    if said != READY:
        raise SandboxFault(f"a candidate could not be confined: {said.decode(errors='replace').strip()}")


class _Refused(SandboxFault):
    """The warm process is well and says why it cannot start a candidate: another would say the same."""


class _Warm:
    """The warm process and the way to talk to it."""

    def __init__(self, wanted: dict[str, object]) -> None:
        if not PROC.exists():
            raise SandboxFault("/proc is not mounted, and without it no candidate can be confined")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - a pipe would block who writes much; closed below
        with theirs:
            descriptor = theirs.fileno()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-s", "-m", "autograder.sandbox.warm", str(descriptor)],
                env=_environment(for_gpu=bool(wanted["for_gpu"])),
                pass_fds=[descriptor],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                start_new_session=True,  # a Ctrl-C in the terminal is the grader's to handle
            )
        try:
            answer = self._ask(wanted, _START_SECONDS)
            if "error" in answer:
                raise SandboxFault(f"the warm process did not start: {answer['error']}")
        except SandboxFault:
            self.close()
            raise
        self.isolation = _isolation(answer)

    def fork(self, bounds: Bounds) -> tuple[SocketChannel, _ForkedProcess]:
        """A candidate and the way to talk to it."""
        request = {"do": "start", "memory_mb": bounds.memory_mb, "seconds": bounds.seconds}
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                answer = self._ask(request, _ANSWER_SECONDS, theirs)
                if "error" in answer:
                    raise _Refused(f"a candidate could not be started: {answer['error']}")
            except SandboxFault:
                ours.close()
                raise
        return SocketChannel(ours), _ForkedProcess(self, answer["pid"])

    def stop(self, pid: int) -> Ending:
        """Kill a candidate and say how it ended."""
        answer = self._ask({"do": "stop", "pid": pid}, _ANSWER_SECONDS)
        return Ending(signal=answer["signal"], status=answer["status"])

    def close(self) -> None:
        """Hang up and make sure that it is gone; its children go with it."""
        self._control.close()
        self._process.kill()
        self._process.wait()
        self._errors.close()
        cgroup.remove(self._process.pid)

    def _ask(self, request: dict[str, object], seconds: float, descriptor: socket.socket | None = None) -> Any:
        message = json.dumps(request).encode()
        try:
            self._control.settimeout(seconds)
            if descriptor is None:
                self._control.send(message)
            else:
                socket.send_fds(self._control, [message], [descriptor.fileno()])
            answer = self._control.recv(MAX_MESSAGE)
        except TimeoutError:
            self._process.kill()  # its answer would be taken for that to the next question
            raise SandboxFault(f"the warm process did not answer within {seconds:g} s") from None
        except OSError:
            answer = b""
        if not answer:
            raise SandboxFault(f"the warm process died{self._last_words()}")
        return json.loads(answer)

    def _last_words(self) -> str:
        self._process.kill()
        self._process.wait()
        if self._errors.closed:
            return ""
        self._errors.seek(0)
        text = self._errors.read().decode(errors="replace").strip()
        return f": {text[-2000:]}" if text else ""


class _ForkedProcess:
    """A candidate's process: the warm process kills and reaps it, so its number cannot be another's."""

    def __init__(self, warm: _Warm, pid: int) -> None:
        self._warm = warm
        self._pid = pid
        self._ending: Ending | None = None

    def stop(self) -> Ending:
        """Kill it; raises `SandboxFault` where the warm process is gone, with which it died."""
        if self._ending is None:
            self._ending = self._warm.stop(self._pid)
        return self._ending

    def processor_seconds(self) -> float | None:
        """Processor time that it has used."""
        return processor_seconds(self._pid) if self._ending is None else None


def _environment(*, for_gpu: bool) -> dict[str, str]:
    """What the warm process is started with."""
    chosen = os.environ.get(_CHOICE_OF_GPU)
    return _ENVIRONMENT if chosen is None or not for_gpu else _ENVIRONMENT | {_CHOICE_OF_GPU: chosen}


def _isolation(answer: dict[str, Any]) -> Isolation:
    missing = dict(answer["missing"])
    if "keep_search" in answer["notes"]:
        missing["search"] = (
            f"Python lies at {sys.base_prefix}, which other users cannot enter: candidates keep the right to read "
            "past folder permissions, and Landlock alone decides what they read"
        )
    on = tuple(layer for layer in LAYERS if layer in answer["layers"])
    return Isolation(backend="linux", layers=on, missing=missing)
