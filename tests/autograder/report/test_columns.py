"""Thousands of lines in columns: nothing of a stranger's text moves a column or the terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from autograder.report.columns import Column, columns

NAME = Column(title="name", at_most=8)
POINTS = Column(title="points", right=True)
HOW = Column(title="how")


def shown(*rows, width=40):
    return list(columns([NAME, POINTS, HOW], rows, width))


def test_titles_a_rule_and_a_line_for_each_row():
    assert shown(("Ada", "100", "on time"), ("Bob", "9.5", "26 h late")) == [
        "name  points  how",
        "───────────────────────",
        "Ada      100  on time",
        "Bob      9.5  26 h late",
    ]


def test_without_rows_only_the_titles():
    assert shown() == ["name  points  how", "─────────────────"]


def test_what_is_too_long_is_cut_and_what_is_last_gets_the_rest():
    assert shown(("Ada Lovelace", "1", "x" * 100), width=40)[2] == "Ada Lov…       1  " + "x" * 21 + "…"
    assert cell_len(shown(("Ada Lovelace", "1", "x" * 100), width=40)[1]) == 40


def test_however_narrow_the_terminal_is_something_is_seen():
    assert shown(("Ada", "1", "x" * 100), width=5)[2] == "Ada        1  " + "x" * 15 + "…"


def test_wide_characters_take_two_columns():
    first, second = shown(("李四", "1", "a"), ("Ada", "1", "a"))[2:]
    assert cell_len(first) == cell_len(second)
    assert shown(("李" * 10, "1", "a"))[2] == "李李李 …       1  a"  # three of them and a half would not fit


@pytest.mark.parametrize("name", ["Ada\nBob", "Ada\x1b[31m", "\u202eAda", "Ada\r", "Ada\ud800"])
def test_a_name_is_one_line_and_no_command_to_the_terminal(name):
    lines = shown((name, "1", "how"))
    assert len(lines) == 3
    assert all(character.isprintable() for character in lines[2])


texts = st.text(max_size=30)


@given(st.lists(st.tuples(texts, texts, texts), max_size=5), st.integers(40, 200))
def test_no_line_is_wider_than_the_terminal_allows(rows, width):
    lines = list(columns([NAME, Column(title="p", at_most=6, right=True), HOW], rows, width))
    assert len(lines) == len(rows) + 2
    assert all(cell_len(line) <= width for line in lines)
