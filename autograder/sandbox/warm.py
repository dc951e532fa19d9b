"""The warm process: imports the libraries once, then forks a fresh, confined candidate for every check.

It is exec'd by the grader with a clean environment, stays single-threaded and never sees a test, an expected answer or
a student's file. The grader talks to it over a ``SOCK_SEQPACKET`` in JSON: first what to import, then ``start`` (with
the candidate's socket) and ``stop``.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from autograder.sandbox import heap, hugepages, wire, worker
from autograder.sandbox.confine import identity, limits
from autograder.sandbox.confine.apply import Confinement
from autograder.sandbox.confine.cgroup import Group
from autograder.sandbox.confine.identity import Users
from autograder.sandbox.confine.libc import PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG, prctl
from autograder.sandbox.confine.limits import Turn
from autograder.sandbox.preload import import_libraries
from autograder.sandbox.probe import LEFT_OFF, enter_group, enter_namespaces, probe

MAX_MESSAGE = 1 << 16


def main() -> None:
    """Serve the grader on the inherited descriptor until it hangs up."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    control = socket.socket(fileno=int(sys.argv[1]))
    request = json.loads(control.recv(MAX_MESSAGE))
    try:
        libraries, without = tuple(request["libraries"]), frozenset(request["without"])
        confinement, group, told = _prepared(libraries, without, for_gpu=request["for_gpu"])
    except BaseException as error:
        control.send(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
        return
    control.send(json.dumps(told).encode())
    _serve(control, confinement, group)


def _prepared(
    libraries: tuple[str, ...], without: frozenset[str], *, for_gpu: bool
) -> tuple[Confinement, Group | None, dict[str, object]]:
    """Do everything that no candidate should have to; how they are confined, and the same for the grader."""
    import_libraries(libraries)
    _alone()
    heap.keep()
    hugepages.collapse()
    identity.forgo_capabilities()
    group = LEFT_OFF if "cgroup" in without else enter_group()  # before /sys is out of sight
    absent = LEFT_OFF if "namespaces" in without else enter_namespaces(libraries, for_gpu=for_gpu)
    plan, missing = probe(libraries, without, for_gpu=for_gpu)
    shared = {"cgroup": group if isinstance(group, str) else None, "namespaces": absent}
    told: dict[str, object] = {
        "layers": [*plan.layers, *(layer for layer, reason in shared.items() if reason is None)],
        "missing": {layer: reason for layer, reason in {**shared, **missing}.items() if reason is not None},
        "notes": ["keep_search"] if plan.keep_search else [],
    }
    return Confinement(plan), None if isinstance(group, str) else group, told


def _alone() -> None:
    """Only a process with one thread may fork safely."""
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads != 1:
        raise RuntimeError(f"the warm process has {threads} threads; a library started some at import")


def _serve(control: socket.socket, confinement: Confinement, group: Group | None) -> None:
    living: dict[int, int] = {}  # candidate → MiB that it may take
    users, turn = identity.candidates_users(), limits.Turn()
    end = _end_of_descriptors()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, MAX_MESSAGE, 1)
        if not message:
            return
        request = json.loads(message)
        if request["do"] == "start":
            try:
                if group is not None:
                    group.allow([*living.values(), request["memory_mb"]])
                confinement.aim(memory_mb=request["memory_mb"], seconds=request["seconds"])
            except OSError as error:
                os.close(descriptors[0])
                answer: dict[str, Any] = {"error": str(error)}
            else:
                answer = _start(descriptors[0], end, confinement, users, turn)
                living[answer["pid"]] = request["memory_mb"]
        else:
            living.pop(request["pid"], None)
            answer = _stop(request["pid"], set(living))
        control.send(json.dumps(answer).encode())


def _start(descriptor: int, end: int, confinement: Confinement, users: Users, turn: Turn) -> dict[str, Any]:
    parent = os.getpid()
    turn.first()
    pid = os.fork()
    if pid == 0:
        _become_candidate(descriptor, end, confinement, users, parent)
    turn.second()
    os.close(descriptor)
    return {"pid": pid}


def _become_candidate(descriptor: int, end: int, confinement: Confinement, users: Users, parent: int) -> NoReturn:
    """In the child: keep one socket, put on all layers, say so, serve."""
    status = 1
    try:
        _close_all_but(descriptor, confinement.plan.ruleset, end=end)
        channel = socket.socket(fileno=descriptor)
        confinement.put_on(uid=users.of(os.getpid()), parent=parent)
        channel.sendall(worker.READY)
        status = 0
        worker.Worker(worker.reader(channel.makefile("rb")), channel_writer(channel)).serve()
    except BaseException as error:
        if status:  # ours: nothing of the submission has run
            with contextlib.suppress(OSError):
                os.write(descriptor, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(status)


def channel_writer(channel: socket.socket) -> wire.Writer:
    """Write all pieces of a frame to a blocking socket."""

    def send(pieces: list[bytes | memoryview]) -> None:
        for piece in pieces:
            channel.sendall(piece)

    return send


def _end_of_descriptors() -> int:
    """Above all that are open and all to come: those from before the limit was lowered may lie beyond it."""
    return max(os.sysconf("SC_OPEN_MAX"), *(int(path.name) + 1 for path in Path("/proc/self/fd").iterdir()))


def _close_all_but(*kept: int | None, end: int) -> None:
    """Close every descriptor below `end` but these and 0, 1 and 2, which lead nowhere: 0 and 1 already do here."""
    os.dup2(0, 2)
    first = 3
    for descriptor in sorted(descriptor for descriptor in kept if descriptor is not None):
        os.closerange(first, descriptor)
        first = descriptor + 1
    os.closerange(first, end)


def _stop(pid: int, living: set[int]) -> dict[str, Any]:
    """Kill one candidate and what it left behind; `living` are the others."""
    os.kill(pid, signal.SIGKILL)  # not reaped yet, so its number is still its own
    _, status = os.waitpid(pid, 0)
    _sweep(living)
    return {
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
        "status": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
    }


def _sweep(living: set[int]) -> None:
    """Kill orphans; seccomp forbids a candidate to start anything, so mostly there are no children left to look at."""
    while _has_children() and (orphans := set(_children()) - living):
        for pid in orphans:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _has_children() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _children() -> Iterator[int]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                yield int(stat.parent.name)


if __name__ == "__main__":
    main()
