"""CSV files of other programs: read as Python's csv reads them, and changed in single cells only."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import ConfigError
from autograder.sheets import read_sheet, sheet_of

PATH = Path("grades.csv")
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)  # csv leaves a lone \r unquoted
TABLES = st.lists(st.lists(TEXTS, min_size=2, max_size=4), min_size=1, max_size=5)
MARKS = st.sampled_from((b"", b"\xef\xbb\xbf"))
DIALECTS = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from(",;\t"),
        "lineterminator": st.sampled_from(("\n", "\r\n")),
        "quoting": st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC)),
    }
)


def written(table, dialect):
    text = io.StringIO(newline="")
    csv.writer(text, **dialect).writerows(table)
    return text.getvalue()


def cells(sheet):
    return [[cell.text for cell in row.cells] for row in (sheet.header, *sheet.rows)]


def as_csv_reads(text, separator):
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True) if row]


@given(table=TABLES, dialect=DIALECTS, mark=MARKS)
def test_it_reads_what_csv_writes(table, dialect, mark):
    table = [["a\u00e9", "b", "c", "d", "e"], *table]  # a header with most cells under the right separator
    sheet = sheet_of(mark + written(table, dialect).encode(), PATH)
    assert sheet.separator == dialect["delimiter"]
    assert cells(sheet) == table


@given(text=st.text(alphabet='a,;"\r\n \t', max_size=30))
def test_any_text_is_read_as_csv_reads_it_or_is_our_own_error(text):
    try:
        sheet = sheet_of(text.encode(), PATH)
    except ConfigError:
        return
    assert cells(sheet) == as_csv_reads(text, sheet.separator)


def with_cell(table, dialect, mark, data, text):
    """The bytes of a table with `text` somewhere, and where."""
    number = data.draw(st.integers(0, len(table) - 1))
    column = data.draw(st.integers(0, len(table[number]) - 1))
    table[number][column] = text
    return mark + written([["a", "b", "c", "d", "e"], *table], dialect).encode(), (number, column)


@given(
    table=TABLES,
    dialect=DIALECTS,
    mark=MARKS,
    new=st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,2})?|EX", fullmatch=True),
    data=st.data(),
)
def test_one_cell_changes_and_no_other_byte(table, dialect, mark, new, data):
    raw, place = with_cell(table, dialect, mark, data, "<here>")
    before, after = raw.split(b"<here>")
    assert sheet_of(raw, PATH).with_cells({place: new}) == before + new.encode() + after


@given(table=TABLES, dialect=DIALECTS, mark=MARKS, new=TEXTS, data=st.data())
def test_a_cell_takes_any_text(table, dialect, mark, new, data):
    raw, (number, column) = with_cell(table, dialect, mark, data, "<here>")
    changed = sheet_of(raw, PATH).with_cells({(number, column): new})
    table[number][column] = new
    assert as_csv_reads(changed.decode("utf-8-sig"), dialect["delimiter"])[1:] == table


@given(table=TABLES, dialect=DIALECTS)
def test_where_nothing_changes_no_byte_does(table, dialect):
    raw = written([["a", "b", "c", "d", "e"], *table], dialect).encode()
    sheet = sheet_of(raw, PATH)
    same = {(n, c): cell.text for n, row in enumerate(sheet.rows) for c, cell in enumerate(row.cells)}
    assert sheet.with_cells(same) == sheet.with_cells({}) == raw


def test_an_unusual_way_to_write_a_cell_stays():
    raw = b'a,b\nx"y,"1"\n"z", \n'
    assert sheet_of(raw, PATH).with_cells({(0, 0): 'x"y', (0, 1): "1", (1, 1): " "}) == raw


@pytest.mark.parametrize(
    ("raw", "texts", "changed"),
    [
        (b'a,b\r\n"x","1"\r\ny,2', {(0, 1): "9", (1, 1): "8"}, b'a,b\r\n"x","9"\r\ny,8'),
        (b"a;b;c\nx\n", {(0, 2): "1,5"}, b'a;b;c\nx;;"1,5"\n'),
        (b"\xef\xbb\xbfa,b\nx,\n", {(0, 1): "7"}, b"\xef\xbb\xbfa,b\nx,7\n"),
        (b"a,b\n\n\nJos\xe9,\n", {(0, 1): "7"}, b"a,b\n\n\nJos\xe9,7\n"),
        (b'a,b\n"x\n\ny",1\n  ,2\n', {(1, 1): "3"}, b'a,b\n"x\n\ny",1\n  ,3\n'),
    ],
)
def test_marks_line_ends_quotes_and_encodings_stay(raw, texts, changed):
    assert sheet_of(raw, PATH).with_cells(texts) == changed


def test_lines_are_counted_as_editors_count_them():
    sheet = sheet_of(b'a,b\r\n\r\n"1\r\n2",x\r\n3,y\r4,z\n5,w', PATH)
    assert [row.line for row in sheet.rows] == [3, 5, 6, 7]


def test_columns_are_found_by_name_in_any_capitals():
    sheet = sheet_of(b" SID ,Full Name\n007,Ada\n", PATH)
    assert sheet.column("email", "full name") == 1
    assert sheet.column("sid", "full name") == 0
    assert sheet.column("email") is None
    assert sheet.rows[0].text(sheet.column("sid")) == "007"
    assert sheet.rows[0].text(9) == sheet.rows[0].text(None) == ""
    assert sheet.place(sheet.rows[0], 1) == "grades.csv, line 2, column 'Full Name'"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", ": expected a first line with the names of columns, found nothing"),
        (b"\r\n\n", ": expected a first line with the names of columns, found nothing"),
        (b'a,b\n1,2\n3,"4\n', ", line 3: not valid CSV: a quote is opened and never closed"),
        (b'a,b\n1,"2"x\n', ", line 2: not valid CSV: expected ',' after a closing quote"),
        (b"\xff\xfea\0,\0", ": expected a CSV file, found UTF-16 text: save it as CSV, UTF-8"),
        (b"PK\x03\x04...", r": expected a CSV file, found a spreadsheet \(.xlsx\) or a zip"),
        (b"a,b\n\n1,\0\n", ": expected a CSV file, found a NUL in line 3"),
        (b"a,b\r\n1,\x81\r\n", ", line 2: expected UTF-8 or Windows-1252, found byte 0x81"),
        (b"\xef\xbb\xbfa,b\n1,\xe9\n", ", line 2: expected UTF-8, found byte 0xe9"),
    ],
)
def test_what_is_no_csv_is_told_with_its_place(raw, message):
    with pytest.raises(ConfigError, match=r"grades\.csv" + message):
        sheet_of(raw, PATH)


def test_two_columns_of_a_name_are_one_too_many():
    with pytest.raises(ConfigError, match="line 1: two columns are named 'sid'"):
        sheet_of(b"SID,sid\n1,2\n", PATH).column("sid")


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ConfigError, match=r"none\.csv: cannot be read: No such file"):
        read_sheet(tmp_path / "none.csv")
