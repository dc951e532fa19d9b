"""The figures for people: two small tables and a few lines."""

from __future__ import annotations

from figures import Figures, cpu_each, machine, rate, rate_of_all
from processes import Peak
from rates import BatchTiming, Spread, short
from rich.console import Console
from rich.table import Table

_VERDICT = {True: "met", False: "MISSED", None: ""}


def show(figures: Figures, out: Console) -> None:
    """Print everything to `out`."""
    plan, where = figures.plan, machine()
    out.print(
        f"{where['cores_used']} cores of {where['processor']}; load before: {where['load_before']:.1f}. "
        f"Medians of {plan.rounds} rounds (lowest to highest). Ours: {plan.hand_ins} hand-ins a batch; "
        f"otter: {plan.otter_runs} a round.",
        soft_wrap=True,
    )
    out.print(f"Isolation around ours: {', '.join(figures.layers)}. Around otter's: none.", soft_wrap=True)
    out.print(_rates(figures))
    _show_targets(figures, out)
    if figures.memory:
        out.print(_memory(figures))
    if figures.otter_ended_endless is not None:
        ended = "ended" if figures.otter_ended_endless else "had not ended when it was killed"
        out.print(f"otter run on an endless loop {ended} (see README.md).", soft_wrap=True)


def _rates(figures: Figures) -> Table:
    table = Table("what", "per s, after start-up", "start-up, s", "per s, all included", "CPU s each")
    for name, timings in figures.timings.items():
        batch = isinstance(timings[0], BatchTiming)
        startup = Spread(tuple(timing.startup for timing in timings if isinstance(timing, BatchTiming)))
        table.add_row(
            name,
            str(figures.spread(name, rate)) if batch else "each starts anew",
            short(startup.median) if batch else "",
            str(figures.spread(name, rate_of_all)),
            short(figures.spread(name, cpu_each).median),
        )
    return table


def _show_targets(figures: Figures, out: Console) -> None:
    table = Table("figure", "median (lowest to highest)", "target", "")
    for ratio in [figures.speed(), *figures.ratios()]:
        target = "" if ratio.target is None else f"at least {ratio.target:g}"
        table.add_row(ratio.name, str(ratio.values), target, _VERDICT[ratio.met])
    out.print(table)
    if not figures.ratios():
        out.print("otter-grader is not here, so nothing is compared; README.md says what it needs.")


def _memory(figures: Figures) -> Table:
    table = Table("peak memory, MiB", "all processes", "shared pages counted again", "graders at their end")
    for size, peak in figures.memory.items():
        table.add_row(f"conv, {size} hand-ins", *_peak(peak))
    if len(figures.memory) > 1:
        growth = [figures.growth(kind) for kind in (_pss, _rss, _graders)]
        table.add_row("largest over smallest batch", *(f"{each:.3f}" for each in growth))
    if figures.otter_memory:
        table.add_row("otter run, 1 hand-in", *_peak(figures.otter_memory))
    return table


def _peak(peak: Peak) -> list[str]:
    return [f"{kind(peak):.0f}" for kind in (_pss, _rss, _graders)]


def _pss(peak: Peak) -> float:
    return peak.pss


def _rss(peak: Peak) -> float:
    return peak.rss


def _graders(peak: Peak) -> float:
    return peak.graders_at_end
