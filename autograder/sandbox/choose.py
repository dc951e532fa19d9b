"""Pick the back end for a purpose: grading needs isolation, a student's own check needs only to run."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from autograder.errors import SandboxFault
from autograder.records import Isolation
from autograder.sandbox.base import Sandbox
from autograder.sandbox.portable import PortableSandbox


def for_grading(
    libraries: tuple[str, ...], secrets: Iterable[Path] = (), *, unsafe: bool = False, for_gpu: bool = False
) -> Sandbox:
    """A sandbox that confines its candidates.

    Args:
        secrets: files and folders that no candidate may read; looked at where only their permissions protect them.
        unsafe: make do with whatever there is.
        for_gpu: let candidates use a GPU, if there is one.

    Raises:
        SandboxFault: there is no isolation here, and why.
    """
    if unsafe:
        return for_checking(libraries)
    if sys.platform != "linux":
        raise SandboxFault(
            f"there is no isolation on {sys.platform}: grade on Linux, or use --unsafe for code you trust"
        )
    from autograder.sandbox.linux import LinuxSandbox, confines

    sandbox = LinuxSandbox(libraries, for_gpu=for_gpu)
    problem = None if confines(sandbox.isolation) else _missing(sandbox.isolation)
    if problem is None and not {"namespaces", "landlock"} & set(sandbox.isolation.layers):
        problem = _readable_by_others(secrets)
    if problem is not None:
        sandbox.close()
        raise SandboxFault(problem)
    return sandbox


def for_checking(libraries: tuple[str, ...]) -> Sandbox:
    """The best sandbox there is, for code that its own author runs."""
    if sys.platform == "linux":
        from autograder.sandbox.linux import LinuxSandbox, confines

        try:
            sandbox = LinuxSandbox(libraries)
        except SandboxFault:
            return PortableSandbox(libraries)
        if confines(sandbox.isolation):
            return sandbox
        sandbox.close()
    return PortableSandbox(libraries)


def _missing(isolation: Isolation) -> str:
    from autograder.sandbox.confine.apply import LAYERS

    reasons = "; ".join(f"{layer}: {reason}" for layer, reason in isolation.missing.items() if layer in LAYERS)
    return (
        f"candidates cannot be confined here ({reasons}); see `autograder doctor`, or use --unsafe for code you trust"
    )


def _readable_by_others(secrets: Iterable[Path]) -> str | None:
    for secret in secrets:
        path = secret.resolve()
        if path.exists() and all(part.stat().st_mode & 0o001 for part in path.parents) and _opens_to_others(path):
            return f"without Landlock, every candidate could read {path}: make it private (chmod -R go= {path})"
    return None


def _opens_to_others(path: Path) -> bool:
    """Whether others may read the file, or list or enter the folder: who can enter can guess names."""
    return bool(path.stat().st_mode & (0o005 if path.is_dir() else 0o004))
