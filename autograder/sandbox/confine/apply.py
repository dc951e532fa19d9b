"""Put all layers on the calling process, in the only order that works.

0. a control group and namespaces, inherited from the warm process · 1. resource limits · 2. another user ·
3. no capabilities · 4. ``no_new_privs``, not dumpable · 5. death with the parent (a change of user clears it, hence
after 2) · 6. Landlock · 7. seccomp, which forbids all of the above, last.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass, replace

from autograder.sandbox.confine import identity, landlock, limits, seccomp
from autograder.sandbox.confine.libc import PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_SET_PDEATHSIG, prctl

LAYERS = ("cgroup", "namespaces", "rlimits", "uid", "capabilities", "no_new_privs", "landlock", "seccomp")
"""In the order in which they are put on."""


@dataclass(frozen=True)
class Plan:
    """Which layers to put on, and how.

    Attributes:
        layers: some of `LAYERS`.
        ruleset: what may be read under Landlock; see `landlock.ruleset`.
        keep_search: see `identity.drop_capabilities`.
        for_gpu: leave room for CUDA; see `gpu`.
        since: what candidates start from, where their parent has found out.
        filtered: whether their parent has put its part of seccomp on itself.
    """

    layers: frozenset[str]
    ruleset: int | None = None
    keep_search: bool = False
    for_gpu: bool = False
    since: limits.Start | None = None
    filtered: bool = False


def prepare(plan: Plan) -> Plan:
    """Do in this process, the parent of candidates, what then need not be done for each; its last preparation."""
    plan = replace(plan, since=limits.start(for_gpu=plan.for_gpu))
    if not {"no_new_privs", "seccomp"} <= plan.layers:
        return plan
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    seccomp.prepare(for_gpu=plan.for_gpu)
    return replace(plan, filtered=True)


def apply(plan: Plan, *, uid: int, memory_mb: int, seconds: float, parent: int) -> None:
    """Confine this process for good; raises OSError if a planned layer does not go on.

    Args:
        parent: the process whose death ends this one.
    """
    os.setsid()
    if "rlimits" in plan.layers:
        limits.restrict(memory_mb, seconds, own_user="uid" in plan.layers, for_gpu=plan.for_gpu, since=plan.since)
    if "uid" in plan.layers:
        identity.keep_capabilities_on_setuid()
        identity.become(uid)
    if "capabilities" in plan.layers:
        identity.drop_capabilities(keep_search=plan.keep_search)
    if "no_new_privs" in plan.layers:
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        prctl(PR_SET_DUMPABLE, int(plan.for_gpu))  # a process that is not may not name its own threads
    _die_with(parent)
    if "landlock" in plan.layers:
        if plan.for_gpu and plan.ruleset is not None:
            landlock.allow_names_of_threads(plan.ruleset)
        landlock.restrict(plan.ruleset)
    if "seccomp" in plan.layers:
        deny = not ("landlock" in plan.layers and landlock.abi() >= 3)
        seccomp.restrict(deny_opening_to_write=deny, for_gpu=plan.for_gpu, prepared=plan.filtered)


def _die_with(parent: int) -> None:
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the call above took hold
        os.kill(os.getpid(), signal.SIGKILL)
