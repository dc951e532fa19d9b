"""What does it cost to run a call in a confined process of its own? README.md says what is compared.

python benchmarks/sandbox.py
python benchmarks/sandbox.py --json figures.json
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rates import Spread, short
from rich.console import Console
from rich.table import Table

from autograder.records import SourceFile
from autograder.sandbox.base import Bounds, Sandbox
from autograder.sandbox.confine.apply import LAYERS
from autograder.sandbox.linux import LinuxSandbox, confines

TENSOR_MB = 256
BOUNDS = Bounds(seconds=60, memory_mb=2048, reply_mb=TENSOR_MB + 1)
TEXT = f"""
import torch
tensor = None

def answer(x):
    return x + 1

def make():
    global tensor
    tensor = torch.arange({TENSOR_MB << 18}, dtype=torch.float32)
    return len(tensor)

def give():
    return tensor
"""
HAND_IN = {"work": SourceFile(module="work", origin="work.py", text=TEXT)}
SETUPS = {"NumPy": ("numpy",), "NumPy and torch": ("numpy", "torch")}


@dataclass
class Times:
    """Milliseconds, one entry a candidate.

    Attributes:
        first: from asking for a candidate to its first answer.
        again: a second call of the same function: what the call itself takes.
        whole: from asking for a candidate to its end, killed and reaped.
    """

    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)

    @property
    def beyond(self) -> Spread:
        """Until the first answer, beyond the call itself."""
        return Spread(tuple(first - again for first, again in zip(self.first, self.again, strict=True)))

    def add(self, sandbox: Sandbox) -> None:
        """Time one candidate."""
        begin = time.perf_counter()
        candidate = sandbox.start(HAND_IN, BOUNDS)
        _require(candidate.call("work.answer", [1], {}), 2)
        first = time.perf_counter()
        _require(candidate.call("work.answer", [2], {}), 3)
        again = time.perf_counter()
        candidate.close()
        end = time.perf_counter()
        self.first.append(1e3 * (first - begin))
        self.again.append(1e3 * (again - first))
        self.whole.append(1e3 * (end - begin - (again - first)))


def main() -> int:
    """Measure, show, and store where asked for; the exit status."""
    options = _options()
    out = Console(width=None if sys.stdout.isatty() else 100)
    table = Table("libraries", "layers", "first answer, ms", "with its end, ms", "candidates per s")
    figures: dict[str, object] = {}
    rows: list[tuple[str, float, str, Callable[[float, float], bool], float]] = []
    for name, libraries in SETUPS.items():
        confined, open_ = _side_by_side(libraries, options.candidates)
        for layers, times in (("all", confined), ("none", open_)):
            rate = 1e3 / Spread(tuple(times.whole)).median
            table.add_row(name, layers, str(times.beyond), str(Spread(tuple(times.whole))), short(rate))
            figures[f"{name}, {layers} layers"] = {"first_answer_ms": times.beyond.median, "per_second": rate}
        whole, bare = Spread(tuple(confined.whole)), Spread(tuple(open_.whole))
        figures[f"{name}, all over none"] = over = whole.median / bare.median
        rows.append((f"{name}: first answer beyond the call, ms", confined.beyond.median, "at most", _at_most, 20))
        rows.append((f"{name}: candidates per second", 1e3 / whole.median, "at least", _at_least, 25))
        rows.append((f"{name}: all layers over none, time", over, "at most", _at_most, 1.10))
    figures["tensor_s"] = seconds = Spread(_tensor_times(options.tensors))
    rows.append((f"a tensor of {TENSOR_MB} MB back, s", seconds.median, "at most", _at_most, 0.4))
    out.print(table)
    out.print(_targets(rows))
    if options.json:
        options.json.write_text(json.dumps({**figures, "tensor_s": seconds.as_json()}, indent=1) + "\n")
    return 0


def _side_by_side(libraries: tuple[str, ...], candidates: int) -> tuple[Times, Times]:
    """With all layers and with none, turn by turn, so that noise hits both alike."""
    confined, unconfined = Times(), Times()
    with LinuxSandbox(libraries) as one, LinuxSandbox(libraries, without=frozenset(LAYERS)) as other:
        if not confines(one.isolation):
            raise SystemExit(f"Candidates cannot be confined here: {dict(one.isolation.missing)}")
        for sandbox in (one, other):
            for _ in range(3):
                Times().add(sandbox)
        for _ in range(candidates):
            confined.add(one)
            unconfined.add(other)
    return confined, unconfined


def _tensor_times(count: int) -> tuple[float, ...]:
    """Seconds from asking for a tensor that is there to having it."""
    times = []
    with LinuxSandbox(("numpy", "torch")) as sandbox:
        for _ in range(count):
            candidate = sandbox.start(HAND_IN, BOUNDS)
            _require(candidate.call("work.make", [], {}), TENSOR_MB << 18)
            begin = time.perf_counter()
            tensor = candidate.call("work.give", [], {})
            times.append(time.perf_counter() - begin)
            candidate.close()
            _require(getattr(tensor, "shape", None), (TENSOR_MB << 18,))
            _require(tensor[-1].item(), float(TENSOR_MB << 18))  # type: ignore[index]
    return tuple(times)


def _targets(rows: list[tuple[str, float, str, Callable[[float, float], bool], float]]) -> Table:
    table = Table("figure", "median", "target", "")
    for name, value, words, holds, target in rows:
        table.add_row(name, short(value), f"{words} {target:g}", "met" if holds(value, target) else "MISSED")
    return table


def _at_most(value: float, target: float) -> bool:
    return value <= target


def _at_least(value: float, target: float) -> bool:
    return value >= target


def _require(found: object, expected: object) -> None:
    if found != expected:
        raise SystemExit(f"A candidate answered {found!r} instead of {expected!r}.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="store all figures there")
    parser.add_argument("--candidates", type=int, default=200, help="of each kind (%(default)s)")
    parser.add_argument("--tensors", type=int, default=7, help="(%(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
