"""What this machine can do: which isolation is on, whether torch is sane, whether a GPU is seen."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum

from autograder.errors import SandboxFault
from autograder.records import Isolation

_TORCH_SECONDS = 180


class Health(Enum):
    """How serious a finding is."""

    GOOD = "ok"
    NOTE = "note"
    BAD = "problem"


@dataclass(frozen=True)
class Finding:
    """One line of the report: what was looked at, what was found, and what would mend it."""

    health: Health
    subject: str
    found: str
    mend: str = ""


LAYERS = {
    "rlimits": "limits on memory, processor time, files and processes",
    "uid": "a user of its own for every candidate: no access to other processes and files",
    "capabilities": "no privileges are left",
    "no_new_privs": "no program can give privileges back",
    "landlock": "only the Python libraries can be read, nothing written, no TCP",
    "seccomp": "no new processes, no sockets, no looking into other processes",
}
"""What each layer of isolation is for."""


def examine() -> list[Finding]:
    """Look at everything; takes some seconds, because torch is imported."""
    return [_python(), *_isolation(), *_torch()]


def _python() -> Finding:
    version = platform.python_version()
    supported = sys.version_info >= (3, 11)
    health = Health.GOOD if supported else Health.BAD
    return Finding(health, "Python", version, "" if supported else "use Python 3.11 or newer")


def _isolation() -> list[Finding]:
    if sys.platform != "linux":
        mend = "grade on Linux; `autograder check` works here all the same"
        return [Finding(Health.NOTE, "isolation", f"none on {sys.platform}", mend)]
    from autograder.sandbox.linux import LinuxSandbox, confines

    try:
        with LinuxSandbox(("numpy",)) as sandbox:
            isolation = sandbox.isolation
    except SandboxFault as fault:
        return [Finding(Health.BAD, "isolation", str(fault), "reinstall cv-autograder in a fresh environment")]
    confined = confines(isolation)
    return [_verdict(isolation, confined), *_layers(isolation, Health.NOTE if confined else Health.BAD)]


def _verdict(isolation: Isolation, confined: bool) -> Finding:
    if confined:
        return Finding(Health.GOOD, "isolation", f"on ({isolation.backend}): `autograder grade` will run")
    mend = "see the layers below; `--unsafe` grades all the same, only for code you trust"
    return Finding(Health.BAD, "isolation", "not enough: `autograder grade` will refuse", mend)


def _layers(isolation: Isolation, if_missing: Health) -> list[Finding]:
    from autograder.sandbox.probe import MENDS

    findings = [
        Finding(Health.GOOD, layer, purpose)
        if layer in isolation.layers
        else Finding(if_missing, layer, f"off: {isolation.missing.get(layer, 'unknown')}", MENDS.get(layer, ""))
        for layer, purpose in LAYERS.items()
    ]
    for other in isolation.missing.keys() - LAYERS.keys():
        findings.append(Finding(Health.NOTE, other, isolation.missing[other], MENDS.get(other, "")))
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
        return [Finding(Health.BAD, "torch", last, mend)]
    except (subprocess.TimeoutExpired, ValueError):
        return [Finding(Health.BAD, "torch", f"no answer within {_TORCH_SECONDS} s", mend)]
    versions = f"{found['torch']}, torchvision {found['torchvision']}"
    if not found["right"]:
        return [Finding(Health.BAD, "torch", f"{versions}: wrong results", mend)]
    return [Finding(Health.GOOD, "torch", versions), _gpu(found["gpus"])]


def _gpu(names: list[str]) -> Finding:
    if names:
        return Finding(Health.GOOD, "GPU", ", ".join(names))
    return Finding(Health.NOTE, "GPU", "none seen; not needed for assignments without networks")
