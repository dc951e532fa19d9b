"""A batch of a whole class: how long it takes, how long it takes once more, and what it holds in memory.

python benchmarks/batch.py
python benchmarks/batch.py --hand-ins 20 --json figures.json
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from classroom import whole_class
from ours import Ours, make_course, write_export
from processes import CommandFailed
from rich.console import Console

progress = Console(stderr=True, markup=False, highlight=False, soft_wrap=True)
shown = Console(markup=False, highlight=False, soft_wrap=True)


@dataclass(frozen=True)
class Figures:
    """What came of it; times in seconds, memory in MiB.

    Attributes:
        rate: hand-ins a second after start-up.
        checks: of each.
        memory: hand-ins → what the processes that grade held at their end, candidates left out.
    """

    hand_ins: int
    cores: int
    first: float
    startup: float
    rate: float
    checks: int
    second: float
    memory: dict[int, float]

    @property
    def share(self) -> float:
        """What the second run takes of the first."""
        return self.second / self.first


def main() -> int:
    """Measure, show, and store where asked for; the exit status."""
    options = _options()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.cores])
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        try:
            cores = len(os.sched_getaffinity(0))
            figures = measure(Path(folder), options.hand_ins, cores, with_memory=not options.without_memory)
        except CommandFailed as error:
            progress.print(f"The benchmark failed: {error}")
            return 1
    _show(figures)
    if options.json:
        options.json.write_text(json.dumps(asdict(figures), indent=1) + "\n", encoding="utf-8")
    return 0


def measure(folder: Path, size: int, cores: int, *, with_memory: bool) -> Figures:
    """Grade a class of `size` twice, then it and a third of it for their memory; raises `CommandFailed`."""
    ours = Ours(make_course(folder / "course"), folder / "course", folder)
    hand_ins = whole_class(ours.workspace, size)
    export = write_export([hand_in.files for hand_in in hand_ins], folder / "class.zip")
    few = write_export([hand_in.files for hand_in in hand_ins[: max(1, size // 3)]], folder / "third.zip")
    progress.print(f"{size} hand-ins …")
    first = ours.time(export, hand_ins, cores)
    progress.print("… once more")
    second = ours.again(export, cores)
    checks, memory = ours.checks(), {}
    if with_memory:
        progress.print("… and their memory, beside that of a third of them")
        memory = {
            max(1, size // 3): ours.memory(few, cores).graders_at_end,
            size: ours.memory(export, cores).graders_at_end,
        }
    return Figures(size, cores, first.wall, first.startup, first.rate, checks, second.wall, memory)


def _show(figures: Figures) -> None:
    shown.print(f"{figures.hand_ins} hand-ins of conv on {figures.cores} cores")
    shown.print(f"  first run    {figures.first:8.1f} s, of which start-up {figures.startup:.1f} s")
    checks = figures.rate * figures.checks
    shown.print(f"  after that   {figures.rate:8.2f} hand-ins, or {checks:.0f} checks, a second")
    shown.print(f"  once more    {figures.second:8.1f} s: {figures.share:.1%} of the first")
    for size, mib in figures.memory.items():
        shown.print(f"  memory       {mib:8.0f} MiB in the processes that grade, at their end, with {size} hand-ins")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--hand-ins", type=int, default=300, help="(%(default)s)")
    parser.add_argument("--cores", type=int, default=2, help="(%(default)s)")
    parser.add_argument("--without-memory", action="store_true", help="only times, in half of the time")
    parser.add_argument("--json", type=Path, metavar="FILE", help="store all figures there")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
