"""What this machine can do: which isolation is on, whether torch is sane, whether a GPU is seen; and the self-check."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from autograder.errors import SandboxFault
from autograder.records import Isolation
from autograder.sandbox.self_check import Open, Result, State

_TORCH_SECONDS = 180


class Health(Enum):
    """How serious a finding is."""

    GOOD = "ok"
    NOTE = "note"
    BAD = "problem"


@dataclass(frozen=True)
class Finding:
    """One entry of the report.

    Attributes:
        found: what was found; of a layer that is on there is nothing more to say.
        against: of a layer, what it protects against.
        mend: what would mend it.
    """

    health: Health
    subject: str
    found: str = ""
    against: str = ""
    mend: str = ""

    @property
    def state(self) -> str:
        """One word: of a layer whether it is on, else how serious it is."""
        if self.against:
            return "on" if self.health is Health.GOOD else "missing"
        return self.health.value

    @property
    def lines(self) -> list[str]:
        """What there is to say, most important first."""
        said = [("against ", self.against), ("", self.found), ("→ ", self.mend)]
        return [start + text for start, text in said if text]


LAYERS = {
    "cgroup": "memory that no limit of a process counts, such as that of libraries written to, or of the kernel",
    "namespaces": "knowing that other files exist, any network, messages to other processes",
    "rlimits": "memory bombs, endless work and swarms of threads that bring the machine down",
    "uid": "touching the processes and files of the grader and of other candidates",
    "capabilities": "the privileges of root, such as reading past the permissions of files",
    "no_new_privs": "getting privileges back through programs that give them",
    "landlock": "reading tests, answers and other hand-ins; writing anything; TCP",
    "seccomp": "starting processes, opening sockets, sending signals, looking into other processes",
}
"""What each layer of isolation protects against."""


def examine() -> Iterator[Finding]:
    """Look at everything, and tell as soon as something is found; takes some seconds, because torch is imported."""
    yield _python()
    yield from _isolation()
    yield from _torch()


def _python() -> Finding:
    version = platform.python_version()
    supported = sys.version_info >= (3, 11)
    health = Health.GOOD if supported else Health.BAD
    return Finding(health, "Python", version, mend="" if supported else "use Python 3.11 or newer")


def _isolation() -> list[Finding]:
    if sys.platform != "linux":
        mend = "grade on Linux; `autograder check` works here all the same"
        return [Finding(Health.NOTE, "isolation", f"none on {sys.platform}", mend=mend)]
    from autograder.sandbox.linux import PROC, LinuxSandbox, confines

    try:
        with LinuxSandbox(("numpy",)) as sandbox:
            isolation = sandbox.isolation
    except SandboxFault as fault:
        reinstall = "reinstall cv-autograder in a fresh environment"
        mend = reinstall if PROC.exists() else "mount -t proc proc /proc, or start the container with it"
        return [Finding(Health.BAD, "isolation", str(fault), mend=mend)]
    confined = confines(isolation)
    return [_verdict(isolation, confined), *_layers(isolation, Health.NOTE if confined else Health.BAD)]


def _verdict(isolation: Isolation, confined: bool) -> Finding:
    if confined:
        return Finding(Health.GOOD, "isolation", f"on ({isolation.backend}): `autograder grade` will run")
    mend = "see the layers below; `--unsafe` grades all the same, only for code you trust"
    return Finding(Health.BAD, "isolation", "not enough: `autograder grade` will refuse", mend=mend)


def _layers(isolation: Isolation, if_missing: Health) -> list[Finding]:
    from autograder.sandbox.probe import MENDS

    findings = [
        Finding(Health.GOOD, layer, against=against)
        if layer in isolation.layers
        else Finding(if_missing, layer, isolation.missing.get(layer, "no reason known"), against, MENDS.get(layer, ""))
        for layer, against in LAYERS.items()
    ]
    for other in isolation.missing.keys() - LAYERS.keys():
        findings.append(Finding(Health.NOTE, other, isolation.missing[other], mend=MENDS.get(other, "")))
    return findings


_TORCH = """
import json, torch, torchvision
from torch.nn import functional as F
x = torch.arange(12.0, dtype=torch.float64).reshape(1, 1, 3, 4)
out = F.conv2d(x, torch.ones(1, 1, 2, 2, dtype=torch.float64)).flatten().tolist()
boxes = torch.tensor([[0.0, 0, 2, 2], [0, 0, 2, 2.1]])
kept = torchvision.ops.nms(boxes, torch.tensor([0.9, 0.8]), 0.5).tolist()
gpu = torch.cuda.is_available()
names = [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())] if gpu else []
print(json.dumps({"torch": torch.__version__, "torchvision": torchvision.__version__, "gpus": names,
                  "right": out == [10.0, 14.0, 18.0, 26.0, 30.0, 34.0] and kept == [0]}))
"""


def _torch() -> list[Finding]:
    """In a process of its own, because a broken build may crash."""
    mend = "install the matching pair: pip install --force-reinstall torch torchvision"
    try:
        run = subprocess.run(
            [sys.executable, "-c", _TORCH], capture_output=True, text=True, timeout=_TORCH_SECONDS, check=True
        )
        found = json.loads(run.stdout)
    except subprocess.CalledProcessError as error:
        last = (error.stderr or "").strip().rpartition("\n")[2] or f"ended with status {error.returncode}"
        return [Finding(Health.BAD, "torch", last, mend=mend)]
    except (subprocess.TimeoutExpired, ValueError):
        return [Finding(Health.BAD, "torch", f"no answer within {_TORCH_SECONDS} s", mend=mend)]
    versions = f"{found['torch']}, torchvision {found['torchvision']}"
    if not found["right"]:
        return [Finding(Health.BAD, "torch", f"{versions}: wrong results", mend=mend)]
    return [Finding(Health.GOOD, "torch", versions), _gpu(found["gpus"])]


def _gpu(names: list[str]) -> Finding:
    if names:
        return Finding(Health.GOOD, "GPU", ", ".join(names))
    return Finding(Health.NOTE, "GPU", "none seen; not needed for assignments without networks")


def back_ends() -> Iterator[tuple[str, Open]]:
    """What can be self-checked here: what grades, then what `autograder check` makes do with."""
    if sys.platform == "linux":
        from autograder.sandbox.linux import LinuxSandbox

        yield "linux", LinuxSandbox
    from autograder.sandbox.portable import PortableSandbox

    yield "portable", PortableSandbox


def summary(back_end: str, results: Sequence[Result]) -> str:
    """One line on a self-check."""
    counts = Counter(result.state for result in results)
    parts = [f"{back_end}: {counts[State.KEPT]} of {len(results)} promises kept"]
    if counts[State.BROKEN]:
        parts.append(f"{counts[State.BROKEN]} broken")
    reasons = Counter(result.words for result in results if result.state is State.NOT_ASKED)
    return "; ".join(parts + [f"{count} not asked: {reason}" for reason, count in reasons.items()])
