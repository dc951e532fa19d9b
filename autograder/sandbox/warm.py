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
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.sandbox import worker
from autograder.sandbox.confine import apply, identity
from autograder.sandbox.confine.apply import Plan
from autograder.sandbox.confine.libc import PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG, prctl
from autograder.sandbox.preload import import_libraries
from autograder.sandbox.probe import probe

MAX_MESSAGE = 1 << 16


def main() -> None:
    """Serve the grader on the inherited descriptor until it hangs up."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    control = socket.socket(fileno=int(sys.argv[1]))
    request = json.loads(control.recv(MAX_MESSAGE))
    libraries = tuple(request["libraries"])
    try:
        import_libraries(libraries)
        _alone()
        plan, missing = probe(libraries)
    except BaseException as error:
        control.send(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
        return
    plan = replace(plan, layers=plan.layers - set(request["without"]))
    notes = ["keep_search"] if plan.keep_search else []
    control.send(json.dumps({"layers": sorted(plan.layers), "missing": missing, "notes": notes}).encode())
    _serve(control, plan)


def _alone() -> None:
    """Only a process with one thread may fork safely."""
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads != 1:
        raise RuntimeError(f"the warm process has {threads} threads; a library started some at import")


def _serve(control: socket.socket, plan: Plan) -> None:
    for count in range(1 << 62):
        message, descriptors, _, _ = socket.recv_fds(control, MAX_MESSAGE, 1)
        if not message:
            return
        request = json.loads(message)
        if request["do"] == "start":
            answer = _start(request, descriptors[0], plan, count)
        else:
            answer = _stop(request["pid"])
        control.send(json.dumps(answer).encode())


def _start(request: dict[str, Any], descriptor: int, plan: Plan, count: int) -> dict[str, Any]:
    parent = os.getpid()
    uid = identity.FIRST_UID + (parent * 37 + count) % identity.UIDS
    pid = os.fork()
    if pid == 0:
        _become_candidate(request, descriptor, plan, uid, parent)
    os.close(descriptor)
    return {"pid": pid}


def _become_candidate(request: dict[str, Any], descriptor: int, plan: Plan, uid: int, parent: int) -> None:
    """In the child: keep one socket, put on all layers, say so, serve. Never returns."""
    status = 1
    try:
        channel = _only(descriptor)
        apply.apply(plan, uid=uid, memory_mb=request["memory_mb"], seconds=request["seconds"], parent=parent)
        stream = channel.makefile("rwb", buffering=0)
        stream.write(worker.READY)
        status = 0
        worker.Worker(worker.reader(stream), channel_writer(channel)).serve()
    except BaseException as error:
        if status:  # ours: nothing of the submission has run
            with contextlib.suppress(OSError):
                os.write(3, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(status)


def channel_writer(channel: socket.socket) -> worker.wire.Writer:
    """Write all pieces of a frame to a blocking socket."""

    def send(pieces: list[bytes | memoryview]) -> None:
        for piece in pieces:
            channel.sendall(piece)

    return send


def _only(descriptor: int) -> socket.socket:
    """Close everything but `descriptor`, which becomes 3; 0, 1 and 2 lead nowhere."""
    null = os.open(os.devnull, os.O_RDWR)
    saved = os.dup2(descriptor, 200)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.dup2(saved, 3)
    os.closerange(4, os.sysconf("SC_OPEN_MAX"))
    return socket.socket(fileno=3)


def _stop(pid: int) -> dict[str, Any]:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    try:
        _, status, usage = os.wait4(pid, 0)
    except ChildProcessError:
        return {"signal": None, "status": None, "cpu": 0.0}
    _sweep()
    return {
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
        "status": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        "cpu": usage.ru_utime + usage.ru_stime,
    }


def _sweep() -> None:
    """Kill what a candidate left behind; seccomp forbids it to start anything, so mostly nothing."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0] or _kill_children():
            pass


def _kill_children() -> bool:
    killed = False
    for pid in _children():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            killed = True
    return killed


def _children() -> Iterator[int]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                yield int(stat.parent.name)


if __name__ == "__main__":
    main()
