"""Cells of CSV files become points, or a message with file, line and column."""

from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.data.coordinates import Columns, opened_rows, some_of
from autograder.errors import DataError

PATH = Path("set.csv")
NAMES = [("x0", "y0"), ("x1", "y1")]
HEADER = ["image", "x0", "y0", "x1", "y1"]


def columns(header=HEADER, first_pixel=0.0):
    return Columns(PATH, header, "image", NAMES, first_pixel)


@given(st.lists(st.floats(-1e6, 1e6, width=32), min_size=4, max_size=4))
def test_numbers_are_read_as_python_reads_them(values):
    points_px, visible = columns().points(["a.png", *map(repr, values)], 2)
    assert torch.equal(points_px, torch.tensor(values).reshape(2, 2))
    assert visible.tolist() == [True, True]


def test_missing_points_are_nan_and_not_visible():
    points_px, visible = columns().points(["a.png", "", " ", "3", "4.5"], 2)
    assert visible.tolist() == [False, True]
    assert points_px.isnan().tolist() == [[True, True], [False, False]]
    assert points_px.dtype == torch.float32


@pytest.mark.parametrize(("first_pixel", "expected"), [(0.0, [2.0, 3.5]), (0.5, [1.5, 3.0]), (1.0, [1.0, 2.5])])
def test_the_middle_of_the_first_pixel_becomes_zero(first_pixel, expected):
    points_px, _ = columns(first_pixel=first_pixel).points(["a.png", "2", "3.5", "", ""], 2)
    assert points_px[0].tolist() == expected


def test_columns_may_stand_in_any_order():
    points_px, _ = columns(["y1", "x1", "y0", "x0", "image"]).points(["4", "3", "2", "1", "a.png"], 2)
    assert points_px.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["a.png", "1", "2", "3"], "line 7: expected 5 cells as in line 1, found 4"),
        (["a.png", "1", "2", "3", "4", "5"], "line 7: expected 5 cells as in line 1, found 6"),
        (["a.png", "1", "2", "", "4"], "line 7: expected both x1 and y1 or neither, found only y1"),
        (["a.png", "1", "", "3", "4"], "line 7: expected both x0 and y0 or neither, found only x0"),
        *(
            (["a.png", "1", "2", cell, "4"], f"line 7, column x1: expected a number of pixels, .* found {cell!r}")
            for cell in ("abc", "nan", "inf", "-inf", "1e99", "1_0", "0x10", "2,5", "1 2", "٣")
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(row, told):
    with pytest.raises(DataError, match=f"^set.csv, {told}"):
        columns().points(row, 7)


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (["image", "x0", "y0", "x1"], "found none called y1"),
        ([], "found none called image, x0, y0, x1 and 1 more"),
        ([*HEADER, "x2", "y2"], "found 'x2', 'y2' too"),
        ([*HEADER, "y0"], "found y0 twice"),
        (["picture", *HEADER[1:]], "found none called image"),
        (
            ["image;x0;y0;x1;y1"],
            "found none called image, x0, y0, x1 and 1 more: cells are to be separated by commas, and these are not",
        ),
    ],
)
def test_columns_that_are_not_as_described_are_told(header, told):
    with pytest.raises(DataError, match=f"^set.csv, line 1: expected the columns image, x0, y0, … y1, {told}"):
        columns(header)


def test_rows_know_their_lines(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b'\xef\xbb\xbfa,b\r\n\r\n1,"2\n3"\n4,5')
    with opened_rows(path) as rows:
        assert list(rows) == [(1, ["a", "b"]), (4, ["1", "2\n3"]), (5, ["4", "5"])]


@pytest.mark.parametrize("data", [b"a\xff,b\n", b'a,"b\n'])
def test_what_is_no_csv_file_is_told(tmp_path, data):
    (tmp_path / "a.csv").write_bytes(data)
    with (
        pytest.raises(DataError, match=r"a\.csv: expected a CSV file in UTF-8, found"),
        opened_rows(tmp_path / "a.csv") as rows,
    ):
        list(rows)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DataError, match=r"b\.csv: no such file"), opened_rows(tmp_path / "b.csv"):
        pass


def test_of_many_names_a_few_are_told():
    assert some_of(["a", "b"]) == "a, b"
    assert some_of(list("abcdef")) == "a, b, c, d and 2 more"
