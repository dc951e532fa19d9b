"""The Linux back end, grader side: one warm process, a fresh confined candidate for every check."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

from autograder.errors import SandboxFault
from autograder.records import Isolation, SourceFile
from autograder.sandbox.base import Bounds, Candidate
from autograder.sandbox.candidate import Ending, RemoteCandidate
from autograder.sandbox.confine.apply import LAYERS
from autograder.sandbox.warm import MAX_MESSAGE
from autograder.sandbox.worker import READY

_START_SECONDS = 180.0  # importing torch from a slow disk
_ANSWER_SECONDS = 30.0  # of the warm process, once it is up
_PIECE = 1 << 20  # bytes taken from a socket at once

_NECESSARY = {"rlimits", "no_new_privs", "seccomp"}
_READ_PROTECTION = {"landlock", "uid"}

_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "HOME": "/nonexistent",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTORCH_NVML_BASED_CUDA_CHECK": "1",
}
"""All that a candidate inherits: nothing of the grader's. One thread, because a fork keeps only one."""


class LinuxSandbox:
    """A `base.Sandbox` of confined forks.

    Args:
        libraries: imported once, before the first candidate.
        without: layers to leave off; for tests of what each layer is for.

    Raises:
        SandboxFault: the warm process does not come up.
    """

    def __init__(self, libraries: tuple[str, ...], without: frozenset[str] = frozenset()) -> None:
        self._libraries = libraries
        self._without = without
        self._warm: _Warm | None = None
        self._isolation = self._started().isolation

    @property
    def isolation(self) -> Isolation:
        """The layers that were seen to work."""
        return self._isolation

    def start(self, sources: Mapping[str, SourceFile], bounds: Bounds) -> Candidate:
        """A fresh candidate; a warm process that died is replaced."""
        warm = self._started()
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                pid = warm.start(theirs, bounds)
            except SandboxFault:
                ours.close()
                self.close()
                raise
        process = _ForkedProcess(warm, pid)
        channel = SocketChannel(ours)
        try:
            _await_ready(channel)
        except SandboxFault:
            channel.close()
            process.stop()
            raise
        return RemoteCandidate(channel, process, sources, bounds)

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
            self._warm = _Warm(self._libraries, self._without)
        return self._warm


def confines(isolation: Isolation) -> bool:
    """Whether these layers keep a candidate from the grader: they do only together."""
    layers = set(isolation.layers)
    return layers >= _NECESSARY and bool(layers & _READ_PROTECTION)


class SocketChannel:
    """Bytes over a stream socket with deadlines. Ancillary data is never asked for, so never taken."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock

    def send(self, pieces: list[bytes | memoryview], deadline: float) -> None:
        """Write all pieces or raise TimeoutError or EOFError."""
        try:
            for piece in pieces:
                self._socket.settimeout(_left(deadline))
                self._socket.sendall(piece)
        except TimeoutError:
            raise
        except OSError:
            raise EOFError from None

    def receive(self, size: int, deadline: float) -> bytearray:
        """Exactly `size` bytes or TimeoutError or EOFError."""
        data = bytearray(size)
        view = memoryview(data)
        while view:
            self._socket.settimeout(_left(deadline))
            try:
                count = self._socket.recv_into(view[:_PIECE])
            except TimeoutError:
                raise
            except OSError:
                raise EOFError from None
            if not count:
                raise EOFError
            view = view[count:]
        return data

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


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


class _Warm:
    """The warm process and the way to talk to it."""

    def __init__(self, libraries: tuple[str, ...], without: frozenset[str]) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        with theirs:
            descriptor = theirs.fileno()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-s", "-m", "autograder.sandbox.warm", str(descriptor)],
                env=_ENVIRONMENT,
                pass_fds=[descriptor],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,  # a Ctrl-C in the terminal is the grader's to handle
            )
        try:
            answer = self._ask({"libraries": libraries, "without": sorted(without)}, _START_SECONDS)
            if "error" in answer:
                raise SandboxFault(f"the warm process did not start: {answer['error']}")
        except SandboxFault:
            self.close()
            raise
        self.isolation = _isolation(answer, without)

    def start(self, theirs: socket.socket, bounds: Bounds) -> int:
        """Fork a candidate that talks over `theirs`; its process id."""
        request = {"do": "start", "memory_mb": bounds.memory_mb, "seconds": bounds.seconds}
        return int(self._ask(request, _ANSWER_SECONDS, theirs)["pid"])

    def stop(self, pid: int) -> Ending:
        """Kill a candidate and say how it ended."""
        answer = self._ask({"do": "stop", "pid": pid}, _ANSWER_SECONDS)
        return Ending(signal=answer["signal"], status=answer["status"])

    def close(self) -> None:
        """Hang up and make sure that it is gone; its children go with it."""
        self._control.close()
        self._process.kill()
        self._process.communicate()

    def _ask(self, request: dict[str, object], seconds: float, descriptor: socket.socket | None = None) -> Any:
        self._control.settimeout(seconds)
        message = json.dumps(request).encode()
        try:
            if descriptor is None:
                self._control.send(message)
            else:
                socket.send_fds(self._control, [message], [descriptor.fileno()])
            answer = self._control.recv(MAX_MESSAGE)
        except OSError as error:
            raise SandboxFault(f"the warm process does not answer: {error}") from None
        if not answer:
            raise SandboxFault(f"the warm process died{self._last_words()}")
        return json.loads(answer)

    def _last_words(self) -> str:
        self._process.kill()
        _, errors = self._process.communicate()
        text = errors.decode(errors="replace").strip() if errors else ""
        return f": {text[-2000:]}" if text else ""


class _ForkedProcess:
    """A candidate's process: the warm process kills and reaps it, so its number cannot be another's."""

    def __init__(self, warm: _Warm, pid: int) -> None:
        self._warm = warm
        self._pid = pid
        self._ending: Ending | None = None

    def stop(self) -> Ending:
        """Kill it; where the warm process is gone, it died with it."""
        if self._ending is None:
            self._ending = Ending()
            with contextlib.suppress(SandboxFault):
                self._ending = self._warm.stop(self._pid)
        return self._ending


def _isolation(answer: dict[str, Any], without: frozenset[str]) -> Isolation:
    missing = dict(answer["missing"]) | {layer: "left off on request" for layer in sorted(without)}
    if "keep_search" in answer["notes"]:
        missing["search"] = (
            f"Python lies at {sys.base_prefix}, which other users cannot enter: candidates keep the right to read "
            "past folder permissions, and Landlock alone decides what they read"
        )
    on = tuple(layer for layer in LAYERS if layer in answer["layers"])
    return Isolation(backend="linux", layers=on, missing=missing)


def is_supported() -> bool:
    """Whether this back end can be tried at all."""
    return sys.platform == "linux" and hasattr(os, "fork")
