"""``--on``: where hand-ins are examined if not here."""

from __future__ import annotations

import importlib
import sys
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import ConfigError

if TYPE_CHECKING:
    from autograder.batch.places import Launcher

_SLURM = "slurm"


def launcher_named(name: str | None, profile: Path | None) -> Launcher | None:
    """What ``--on`` and ``--profile`` ask for; None for this machine.

    Raises:
        ConfigError: there is no such place, or the profile is none.
    """
    if profile is not None and name != _SLURM:
        raise ConfigError(f"--profile {profile}: is for --on {_SLURM}")
    if name is None:
        return None
    if name == _SLURM:
        from autograder.batch.profile import load_profile
        from autograder.batch.slurm import Slurm

        return Slurm(load_profile(profile))
    return _executors(name)


def _executors(name: str) -> Launcher:
    from autograder.batch.places import Executors

    module, _, function = name.partition(":")
    if not module or not function:
        raise ConfigError(f"--on {name}: expected {_SLURM} or MODULE:FUNCTION, such as my_cluster:executor")
    sys.path.insert(0, str(Path.cwd()))  # where instructors keep such a module; a console script does not look there
    try:
        make = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise ConfigError(f"--on {name}: {error}") from None

    def made() -> Executor:
        executor = make()
        if not isinstance(executor, Executor):
            raise ConfigError(f"--on {name}: expected a concurrent.futures.Executor, found {type(executor).__name__}")
        return executor

    return Executors(made)
