"""Put all layers on a candidate, in the only order that works.

0. inherited from the warm process: a control group, namespaces, ``no_new_privs``, most of seccomp, some limits ·
1. resource limits · 2. another user · 3. no capabilities · 4. not dumpable · 5. death with the parent (a change of user
clears both, hence after 2) · 6. Landlock · 7. the rest of seccomp, which forbids all of the above, last.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass

from autograder.sandbox.confine import identity, landlock, limits, seccomp
from autograder.sandbox.confine.libc import (
    PR_SET_DUMPABLE,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    make,
    of,
    of_prctl,
    prctl,
)

LAYERS = ("cgroup", "namespaces", "rlimits", "uid", "capabilities", "no_new_privs", "landlock", "seccomp")
"""In the order in which they are put on."""


@dataclass(frozen=True)
class Plan:
    """Which layers to put on, and how.

    Attributes:
        layers: some of `LAYERS`.
        ruleset: what may be read under Landlock; see `landlock.ruleset`.
        keep_search: see `identity.of_dropping_capabilities`.
        for_gpu: leave room for CUDA; see `gpu`.
    """

    layers: frozenset[str]
    ruleset: int | None = None
    keep_search: bool = False
    for_gpu: bool = False


class Confinement:
    """A plan that is ready: what its children share is on this process, the rest is calls that each has to make."""

    def __init__(self, plan: Plan) -> None:
        """The last preparation of this process; raises OSError if a planned layer does not go on."""
        self.plan = plan
        calls = [of("setsid")]
        self._limits = self._user = self._filter = None
        if "rlimits" in plan.layers:
            self._limits = limits.Limits(own_user="uid" in plan.layers, for_gpu=plan.for_gpu)
            calls += self._limits.calls
        if "uid" in plan.layers:
            self._user = identity.Change()
            calls += self._user.calls
        if "capabilities" in plan.layers:
            calls += [identity.of_dropping_capabilities(keep_search=plan.keep_search)]
        if "no_new_privs" in plan.layers:
            prctl(PR_SET_NO_NEW_PRIVS, 1)
            calls += [of_prctl(PR_SET_DUMPABLE, int(plan.for_gpu))]  # who is not may not name its own threads
        calls += [of_prctl(PR_SET_PDEATHSIG, signal.SIGKILL)]
        if "landlock" in plan.layers:
            calls += landlock.of_restricting(plan.ruleset)
        if "seccomp" in plan.layers:
            seccomp.prepare(for_gpu=plan.for_gpu)
            self._filter = seccomp.rest(deny_opening_to_write=not ("landlock" in plan.layers and landlock.abi() >= 3))
            calls += [self._filter.call]
        self._calls = tuple(calls)

    def aim(self, *, memory_mb: int, seconds: float) -> None:
        """Say, before it is born, what the next child may take; see `limits.Limits`."""
        if self._limits is not None:
            self._limits.aim(memory_mb, seconds)

    def put_on(self, *, uid: int, parent: int) -> None:
        """Confine this process, a child, for good; raises OSError if a planned layer does not go on.

        Args:
            parent: the process whose death ends this one.
        """
        if self.plan.for_gpu and self.plan.ruleset is not None:
            landlock.allow_names_of_threads(self.plan.ruleset)
        if self._user is not None:
            self._user.aim(uid)
        if self._filter is not None:
            self._filter.aim(os.getpid())
        make(self._calls)
        if os.getppid() != parent:  # it died before its death would have ended this process
            os.kill(os.getpid(), signal.SIGKILL)
