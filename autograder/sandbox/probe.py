"""Find out which layers work here, by trying each in a child. What is not seen to work is not claimed."""

from __future__ import annotations

import contextlib
import importlib.util
import mmap
import os
import select
import signal
import socket
import sys
import sysconfig
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from autograder.sandbox.confine import cgroup, gpu, identity, landlock, namespaces
from autograder.sandbox.confine.apply import Confinement, Plan

MENDS = {
    "rlimits": "raise the hard limits of this shell or service (ulimit -H -a); a candidate only lowers them",
    "capabilities": "run as root with all capabilities in its bounding set, or as a user with none",
    "no_new_privs": "use a Linux kernel; layers of emulation often lack it",
    "cgroup": "run as root on a machine of its own; a container can be given a limit as a whole (docker run --memory)",
    "namespaces": "run as root on a machine of its own; containers do without, and the other layers hold alone",
    "uid": "run as root (in a container, root is the rule), so that each candidate gets a user of its own",
    "landlock": "use a kernel of 5.13 or newer that lists landlock in /sys/kernel/security/lsm",
    "search": "install Python where everyone may read it, such as /usr or /opt",
    "seccomp": "use an x86_64 or aarch64 kernel with CONFIG_SECCOMP_FILTER",
}
"""What would bring a missing layer back."""

LEFT_OFF = "left off on request"

_SYSTEM_FOLDERS = ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/usr/share/zoneinfo")
_SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/localtime", "/dev/urandom", "/proc/cpuinfo", "/proc/meminfo")
_PROBE_MB, _PROBE_SECONDS = 64, 10.0
_TRIAL_SECONDS = 10.0  # of wall clock, for what takes some milliseconds
_TRIALS, _KILLED = 3, "the probe was killed"
_OWN_MEMORY = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS


def probe(
    libraries: tuple[str, ...], without: Collection[str] = (), *, for_gpu: bool = False
) -> tuple[Plan, dict[str, str]]:
    """The plan that works for children of this process, and layer → why it is off. Call it single-threaded: it forks.

    Args:
        without: layers to leave off.
        for_gpu: leave room for CUDA.
    """
    plan = Plan(frozenset(), landlock.ruleset(*_files(libraries, for_gpu)), for_gpu=for_gpu)
    missing = {layer: LEFT_OFF for layer in _PROOFS if layer in without}
    for layer in (layer for layer in _PROOFS if layer not in without):
        needed = _NEEDS.get(layer, frozenset())
        if not needed <= plan.layers:
            missing[layer] = f"needs {', '.join(needed - plan.layers)}"
            continue
        problem = _try(replace(plan, layers=needed | {layer}), _PROOFS[layer])
        if problem is None:
            plan = replace(plan, layers=plan.layers | {layer})
        else:
            missing[layer] = problem
    return _with_imports(plan, libraries, missing)


def enter_group() -> cgroup.Group | str:
    """Move this process, and so its later children, into a group that limits memory if a child can; else why not."""
    cgroup.sweep()
    problem = _try(Plan(frozenset()), cgroup.prove)
    cgroup.sweep()
    if problem is not None:
        return problem
    try:
        return cgroup.enter()
    except OSError as error:
        return str(error)


def enter_namespaces(libraries: tuple[str, ...], *, for_gpu: bool = False) -> str | None:
    """Move this process, and so its later children, into namespaces if a child can; else say why it cannot."""
    files = _files(libraries, for_gpu)
    problem = _try(Plan(frozenset()), lambda: _prove_namespaces(*files))
    if problem is None:
        namespaces.enter(*files)
    return problem


def _files(libraries: tuple[str, ...], for_gpu: bool) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """What may be read, and which devices may be used."""
    if not for_gpu:
        return readable(libraries), ()
    return (*readable(libraries), *gpu.READABLE), gpu.devices()


def readable(libraries: tuple[str, ...]) -> tuple[Path, ...]:
    """What a candidate has to read: the standard library, installed packages, system libraries."""
    keys = ("stdlib", "platstdlib", "purelib", "platlib")
    folders = {Path(sysconfig.get_path(key)) for key in keys} | _folders_of_shared_libraries()
    folders |= {Path(sysconfig.get_path(key, vars=_BASE)) for key in keys}
    for library in libraries:
        spec = importlib.util.find_spec(library)
        if spec is not None and spec.has_location and spec.origin is not None:
            origin = Path(spec.origin).resolve()
            folders.add(origin if spec.submodule_search_locations is None else origin.parent)
    return tuple(sorted(folders)) + tuple(map(Path, _SYSTEM_FOLDERS + _SYSTEM_FILES))


def _folders_of_shared_libraries() -> set[Path]:
    """Of what is loaded now, and of Python's own: some load more from there at their first use."""
    names = {line.split(maxsplit=5)[-1].strip() for line in Path("/proc/self/maps").read_text().splitlines()}
    own = sysconfig.get_config_var("LIBDIR")
    loaded = {Path(name).parent for name in names if name.startswith("/") and ".so" in name}
    return loaded | ({Path(own)} if own else set())


_BASE = {"base": sys.base_prefix, "platbase": sys.base_exec_prefix, "installed_base": sys.base_prefix}
_NEEDS = dict.fromkeys(("landlock", "seccomp"), frozenset({"no_new_privs"}))


def _with_imports(plan: Plan, libraries: tuple[str, ...], missing: dict[str, str]) -> tuple[Plan, dict[str, str]]:
    """Make sure that a candidate of another user can still import; see `identity.of_dropping_capabilities`."""
    files = [os.__file__, *(spec.origin for name in libraries if (spec := importlib.util.find_spec(name)))]

    def can_import() -> None:
        for file in files:
            if file and Path(file).is_absolute():
                Path(file).read_bytes()

    if _try(plan, can_import) is None:
        return plan, missing
    if "landlock" in plan.layers and _try(replace(plan, keep_search=True), can_import) is None:
        return replace(plan, keep_search=True), missing
    reason = f"another user cannot read Python at {sys.base_prefix}; install it where everyone may read, such as /opt"
    return replace(plan, layers=plan.layers - {"uid"}), missing | {"uid": reason}


def _try(plan: Plan, proof: Callable[[], None]) -> str | None:
    """Put `plan` on a child and let it run `proof`; None if both went well, else what went wrong.

    A child that was killed proves nothing, and the layer would be off for all candidates: so there is another one.
    """
    problem: str | None = None
    for _ in range(_TRIALS):
        problem = _trial(plan, proof)
        if problem != _KILLED:
            return problem
    return f"{problem}, {_TRIALS} times"


def _trial(plan: Plan, proof: Callable[[], None]) -> str | None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _report(plan, proof, writing)
    os.close(writing)
    try:
        problem = _heard(reading)
    except TimeoutError as error:
        _end(child)
        return str(error)
    finally:
        os.close(reading)
    _, status = os.waitpid(child, 0)
    if problem or status == 0:
        return problem or None
    return _KILLED if status == signal.SIGKILL else f"the probe ended with status {status}"


def _heard(reading: int) -> str:
    """All that comes until nobody is left to write, as it does when a trial ends; raises TimeoutError."""
    deadline = time.monotonic() + _TRIAL_SECONDS
    poll, said = select.poll(), b""
    poll.register(reading, select.POLLIN)
    while poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
        piece = os.read(reading, select.PIPE_BUF)
        if not piece:
            return said.decode(errors="replace")
        said += piece
    raise TimeoutError(f"the probe did not end within {_TRIAL_SECONDS:g} s")


def _end(child: int) -> None:
    """Kill and reap a trial and what it started, which is in its session."""
    os.kill(child, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):  # it may not have come so far
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with contextlib.suppress(ChildProcessError):
        while True:  # orphans that became ours
            os.waitpid(-child, 0)


def _report(plan: Plan, proof: Callable[[], None], writing: int) -> NoReturn:
    status = 1
    try:
        uid = identity.FIRST_UID + identity.UIDS
        confinement = Confinement(plan)
        confinement.aim(memory_mb=_PROBE_MB, seconds=_PROBE_SECONDS)
        confinement.put_on(uid=uid, parent=os.getppid())
        proof()
        status = 0
    except BaseException as error:
        os.write(writing, f"{type(error).__name__}: {error}".encode())
    finally:
        os._exit(status)


def _refused(what: str, deed: Callable[[], object]) -> None:
    try:
        deed()
    except OSError:
        return
    raise AssertionError(f"{what} was not refused")


def _prove_namespaces(paths: Iterable[Path], devices: Iterable[Path]) -> None:
    namespaces.enter(paths, devices)
    _refused("reading /etc/passwd", lambda: Path("/etc/passwd").read_bytes())
    _refused("writing", lambda: Path("/tmp/probe").write_bytes(b""))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        _refused("a network", lambda: sock.connect(("127.0.0.1", 9)))
    Path(os.__file__).read_bytes()


def _prove_rlimits() -> None:
    _refused("memory", lambda: mmap.mmap(-1, 4 * _PROBE_MB << 20, flags=_OWN_MEMORY))


def _prove_uid() -> None:
    if os.getuid() == 0 or os.getgid() == 0:
        raise AssertionError("still root")


def _prove_capabilities() -> None:
    left = int(_status("CapEff"), 16) | int(_status("CapPrm"), 16)
    if left:
        raise AssertionError(f"capabilities {left:x} are left")


def _prove_no_new_privs() -> None:
    if _status("NoNewPrivs") != "1":
        raise AssertionError("not set")


def _prove_landlock() -> None:
    # Files that are there in any case, and that the process could read and write without Landlock.
    _refused("reading", lambda: Path("/proc/self/status").read_bytes())
    _refused("writing", lambda: Path("/proc/self/comm").write_bytes(b"probe"))
    _refused("listing /", lambda: list(Path("/").iterdir()))
    Path(os.__file__).read_bytes()


def _prove_seccomp() -> None:
    def fork() -> None:
        if os.fork() == 0:
            os._exit(0)

    _refused("fork", fork)
    _refused("a socket", socket.socket)
    _refused("a signal to the parent", lambda: os.kill(os.getppid(), 0))


def _status(key: str) -> str:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(line.split()[1] for line in lines if line.startswith(f"{key}:"))


_PROOFS: dict[str, Callable[[], None]] = {
    "rlimits": _prove_rlimits,
    "uid": _prove_uid,
    "capabilities": _prove_capabilities,
    "no_new_privs": _prove_no_new_privs,
    "landlock": _prove_landlock,
    "seccomp": _prove_seccomp,
}
