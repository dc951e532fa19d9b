import io
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from autograder.records import Grade, Outcome
from autograder.report.terminal import Row, row, table

from .builders import assignment, check, graded, result

ADA = Row(
    name="Ada",
    earned=75.0,
    possible=100.0,
    late_by=timedelta(hours=23, minutes=31),
    points=63.75,
    why="conv2d_forward: for loop is not allowed (layers.py, line 12)",
    held=False,
)
HELD = Row(name="Bo", earned=None, possible=None, late_by=None, points=None, why="held: disk full", held=True)


def printed(rows, width):
    console = Console(file=io.StringIO(), width=width, color_system=None)
    console.print(table(rows))
    return [line.rstrip() for line in console.file.getvalue().splitlines() if line.strip()]


def cells(line):
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


def test_row():
    task = assignment("a", "b")
    mine = graded(task, result(check("a")), result(check("b"), Outcome.TIMED_OUT), late_by=timedelta(hours=1))
    assert row(mine) == Row(
        name="Ada",
        earned=10.0,
        possible=20.0,
        late_by=timedelta(hours=1),
        points=10.0,
        why="b: timed out",
        held=False,
    )


def test_row_of_a_held_result():
    mine = row(graded(assignment("a"), result(check("a"), Outcome.FAULT, "disk full")))
    assert (mine.earned, mine.possible, mine.late_by, mine.points, mine.held) == (
        None,
        None,
        None,
        None,
        True,
    )


def test_a_wide_table():
    header, _, ada, held = printed([ADA, HELD], 120)
    assert cells(header) == ["name", "score", "late", "grade", "why"]
    assert cells(ada) == ["Ada", "75/100", "23 h 31 min", "63.75", ADA.why]
    assert cells(held) == ["Bo", "–", "–", "held", "held: disk full"]


@pytest.mark.parametrize(
    ("late_by", "words"), [(None, "unknown"), (timedelta(0), "on time"), (timedelta(microseconds=1), "1 s")]
)
def test_lateness(late_by, words):
    assert cells(printed([replace(ADA, late_by=late_by)], 120)[2])[2] == words


def test_an_unknown_time_reaches_the_table_as_unknown():
    mine = graded(assignment("a"), result(check("a")))
    mine = replace(mine, grade=Grade(points=10.0, late_by=None, explanation="unknown"))
    assert cells(printed([row(mine)], 120)[2])[2] == "unknown"


@pytest.mark.parametrize("width", [60, 80, 120])
def test_long_names_are_cut_and_numbers_and_reasons_are_not(width):
    long = replace(ADA, name="Wolfeschlegelsteinhausenbergerdorff " * 3, why="reason " * 20 + "end")
    _, _, first, *more = printed([long], width)
    name, score, late, points, why = cells(first)
    assert (score, late, points) == ("75/100", "23 h 31 min", "63.75")
    assert name.startswith("W")
    assert name.endswith("…")
    assert " ".join([why, *(line.strip() for line in more)]) == long.why
    assert max(cell_len(line) for line in [first, *more]) <= width


def test_a_reason_without_spaces_is_folded():
    long = replace(ADA, why="layers.py:" + "x" * 150)
    assert "".join(cells(line)[-1] for line in printed([long], 80)[2:]) == long.why


@pytest.mark.parametrize("width", [80, 120])
def test_a_name_is_text_and_not_markup_nor_a_terminal_command(width):
    hostile = replace(ADA, name="[red]x[/red]\x1b[2J\n[/]", why="[bold]y[/nonsense]\x1b]0;t\x07")
    line = printed([hostile], width)[2]
    assert cells(line)[0] == "[red]x[/red] [/]"
    assert cells(line)[-1].startswith("[bold]y[/")


anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=80)


@given(anything, anything, st.sampled_from([80, 120]))
def test_a_row_stays_within_the_width(name, why, width):
    lines = printed([replace(ADA, name=name, why=why)], width)
    assert len(lines) <= 3 + len(why)
    assert max(cell_len(line) for line in lines) <= width
