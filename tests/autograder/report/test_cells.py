"""Cells that no spreadsheet runs."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.report.cells import harmless, table

RUN = "=+-@\uff1d\uff0b\uff0d\uff20"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\uff1dcmd", "'\uff1dcmd"),
        ("\t=1", "'=1"),
        ("\r\n =1", "'=1"),
        ("Ada;=1+1", "Ada;'=1+1"),
        ("Ada; -1", "Ada; '-1"),
        ('Ada";"=1', 'Ada";"\'=1'),
        ("a,=1", "a,'=1"),
        ("a\t@x", "a @x"),  # a tab is a space on one line, and no separator any more
        ("Li-Wei (a+b) x=1 a@b.c", "Li-Wei (a+b) x=1 a@b.c"),
        ("expected 3, -1", "expected 3, -1"),
        ("'=1", "'=1"),
        ("", ""),
    ],
)
def test_a_formula_is_text(text, cell):
    assert harmless(text) == cell
    assert harmless(cell) == cell


def cells_of(line, separator, quotes):
    """What a spreadsheet with this separator sees, whether it knows quotes or not."""
    if quotes:
        return [cell for row in csv.reader(io.StringIO(line, newline=""), delimiter=separator) for cell in row]
    return [cell.strip('"') for cell in line.rstrip("\r\n").split(separator)]


TEXTS = st.text(st.sampled_from(f"{RUN};,\t|\"' \r\nab1"), max_size=12)


@given(texts=st.lists(TEXTS, min_size=1, max_size=3), separator=st.sampled_from(";\t|"), quotes=st.booleans())
def test_whatever_separates_cells_none_is_a_formula(texts, separator, quotes):
    line = table([[harmless(text) for text in texts]]).decode()
    assert not any(cell.lstrip().startswith(tuple(RUN)) for cell in cells_of(line, separator, quotes))


@given(texts=st.lists(TEXTS, min_size=1, max_size=3))
def test_nor_where_commas_do(texts):
    line = table([[harmless(text) for text in texts]]).decode()
    cells = cells_of(line, ",", quotes=True)
    assert len(cells) == len(texts)
    assert not any(cell.lstrip().startswith(tuple(RUN)) for cell in cells)
