"""How fast are hand-ins graded, by us and by otter-grader, side by side in one run? README.md says what is compared.

python benchmarks/grading.py
python benchmarks/grading.py --otter ../otter-venv/bin/python --json figures.json
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from itertools import chain, zip_longest
from pathlib import Path

from bench import Measures, OtterBench, OurBench, Plan
from figures import Figures
from peer import Otter, find_otter
from processes import CommandFailed
from rich.console import Console
from tables import show

PATIENCE = 60.0  # seconds that otter gets for an endless loop
QUICK = {"hand_ins": 10, "rounds": 1, "otter_runs": 2, "endless": 1, "memory": [5, 10]}
progress = Console(stderr=True, markup=False, highlight=False, soft_wrap=True)


def main() -> int:
    """Measure, show, and store where asked for; the exit status."""
    options = _options()
    _keep_to(options.cores)
    python = find_otter(options.otter)
    if python is None:
        progress.print("otter-grader is not installed here: only our own figures. (--otter says where it is.)")
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        try:
            figures = measure(Path(folder), _plan(options), python)
        except CommandFailed as error:
            progress.print(f"The benchmark failed: {error}")
            return 1
    show(figures, Console(width=None if sys.stdout.isatty() else 120))
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(figures.as_json(), indent=1) + "\n", encoding="utf-8")
    return 0


def measure(folder: Path, plan: Plan, python: Path | None) -> Figures:
    """Everything that `plan` asks for.

    Args:
        folder: for all files; it may be thrown away.
        python: of the environment that otter is in; None: only our own figures.

    Raises:
        CommandFailed: a side does not run, or does not grade as it should.
    """
    figures = Figures(plan)
    progress.print("Getting ready …")
    ours = OurBench(folder, plan)
    figures.layers, figures.checks = ours.warm_up()
    theirs = _otter_bench(figures, ours, folder / "otter", python) if python else None
    _take_turns(figures, ours.measures(), theirs.measures() if theirs else {})
    for size in plan.memory:
        progress.print(f"Memory with {size} hand-ins …")
        figures.memory[size] = ours.memory(size)
    if theirs:
        progress.print(f"otter: memory, and {PATIENCE:.0f} s for an endless loop …")
        figures.otter_memory = theirs.memory()
        figures.otter_ended_endless = theirs.ends_endless_within(PATIENCE)
    return figures


def _otter_bench(figures: Figures, ours: OurBench, folder: Path, python: Path) -> OtterBench:
    folder.mkdir()
    otter = Otter(python, folder)
    figures.otter_version = otter.version()
    bench = OtterBench(otter, ours.one_question_class, figures.plan)
    bench.prepare()
    return bench


def _take_turns(figures: Figures, ours: Measures, theirs: Measures) -> None:
    """Time one of ours, one of otter's, and so on; then all of it again, as many rounds as planned."""
    turns = [each for each in chain(*zip_longest(ours.items(), theirs.items())) if each]
    for number in range(1, figures.plan.rounds + 1):
        for name, measure_one in turns:
            progress.print(f"Round {number} of {figures.plan.rounds}: {name} …")
            figures.add(name, measure_one())


def _keep_to(cores: int) -> None:
    """Let this process and all it starts run on `cores` cores only."""
    usable = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, usable[:cores])


def _plan(options: argparse.Namespace) -> Plan:
    return Plan(
        hand_ins=options.hand_ins,
        rounds=options.rounds,
        otter_runs=options.otter_runs,
        endless=options.endless,
        memory=tuple(options.memory),
        cores=len(os.sched_getaffinity(0)),
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("--otter", type=Path, metavar="PATH", help="the Python, or the script, of an environment with otter-grader")
    add("--json", type=Path, metavar="FILE", help="store all figures there")
    add("--quick", action="store_true", help="a few of everything: does it run? The figures mean little")
    add("--hand-ins", type=_at_least(2), default=50, help="in each of our batches (%(default)s)")
    add("--rounds", type=_at_least(1), default=3, help="repetitions (%(default)s)")
    add("--otter-runs", type=_at_least(2), default=4, help="hand-ins that otter gets, each round and way (%(default)s)")
    add("--endless", type=_at_least(1), default=5, help="endless loops in the batch that has some (%(default)s)")
    add("--memory", type=_at_least(1), nargs="*", default=[25, 100], help="sizes of batches to compare (25 100)")
    add("--cores", type=_at_least(1), default=2, help="(%(default)s)")
    if parser.parse_args().quick:
        parser.set_defaults(**QUICK)
    return parser.parse_args()


def _at_least(least: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if int(text) < least:
            raise argparse.ArgumentTypeError(f"expected at least {least}, got {text}")
        return int(text)

    return number


if __name__ == "__main__":
    sys.exit(main())
