"""``extensions.csv``: later deadlines of single students."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.assignment import Assignment, Course, Question
from autograder.errors import ConfigError
from autograder.extensions import Extension, Extensions, load_extensions
from autograder.records import Student

COURSE = Course(name="Vision", timezone="America/Los_Angeles")
DUE = datetime(2026, 3, 7, 23, 59)
HEADS = ("", "sid,due\n1,", "sid,excused\n1,")
TENTH = datetime(2026, 3, 11, 6, 59, tzinfo=UTC)  # 23:59 PDT on the 10th


def assignment(due=DUE):
    questions = (Question(name="q", points=1),)
    return Assignment(name="hw", title="Homework", files=("a.py",), due=due, questions=questions)


@pytest.fixture
def load(tmp_path):
    def load(text, due=DUE):
        data = text if isinstance(text, bytes) else text.encode()
        (tmp_path / "extensions.csv").write_bytes(data)
        return load_extensions(tmp_path, assignment(due), COURSE)

    return load


def student(sid="", email=""):
    return Student(name="Ann", sid=sid, email=email)


def test_without_a_file_nobody_has_one(tmp_path):
    assert load_extensions(tmp_path, assignment(), COURSE).due(student("1")) is None


def test_rows_are_of_a_sid_or_of_an_address(load):
    found = load(
        "sid,email,due,note\n007,,2026-03-10 23:59,ill\n\n"
        " , Ada@Example.edu ,2026-03-09T12:00:00-08:00,\n8,,2026-03-10 23:59\n"
    )
    assert [row.line for row in found.rows] == [2, 4, 5]
    assert found.due(student("007")) == TENTH
    assert found.due(student("7")) is None  # SIDs are text
    assert found.due(student("9", "ADA@example.EDU")) == datetime(2026, 3, 9, 20, tzinfo=UTC)
    assert found.due(student("007", "ada@example.edu")) == TENTH  # of two rows the later
    assert found.due(student()) is None
    assert [row.line for row in found.of_nobody([student("8"), student("7")])] == [2, 4]


@pytest.mark.parametrize("yes", ["yes", "TRUE", " X ", "1"])
def test_who_is_excused_needs_no_deadline(load, yes):
    found = load(f"sid,due,excused\n007,,{yes}\n8,2026-03-10 23:59,no\n9,2026-03-10 23:59,{yes}\n", due=DUE)
    assert [found.excuses(student(sid)) for sid in ("007", "7", "8", "9", "")] == [True, False, False, True, False]
    assert [found.due(student(sid)) for sid in ("007", "8", "9")] == [None, TENTH, TENTH]


def test_where_nobody_has_a_deadline_one_can_be_excused(load):
    found = load("email,excused\nAda@example.edu,yes\n", due=None)
    assert found.excuses(student("1", "ada@EXAMPLE.edu"))


def test_spreadsheets_write_marks_line_ends_and_capitals(load):
    found = load(b"\xef\xbb\xbfSID,Due\r\n007,2026-03-10 23:59\r\n")
    assert found.due(student("007")) == TENTH


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_spreadsheets_of_all_languages_write_other_separators_and_encodings(load, separator, encoding):
    lines = ("sid,email,due,excused,note", "007,,2026-03-10 23:59,,grün", "8,,,yes,x")
    found = load("\r\n".join(line.replace(",", separator) for line in lines).encode(encoding))
    assert (found.due(student("007")), found.excuses(student("8"))) == (TENTH, True)


@pytest.mark.parametrize("name", ["extension.csv", "Extensions.CSV", "extensions.xlsx", "extensions (1).csv"])
def test_a_file_of_another_name_is_not_passed_over(tmp_path, name):
    (tmp_path / name).write_text("sid,due\n007,2026-03-10 23:59\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"expected the name extensions\.csv"):
        load_extensions(tmp_path, assignment(), COURSE)


def test_a_time_with_an_offset_is_what_it_is(load):
    for written in ("2026-03-11T06:59Z", "2026-03-10 23:59:00-07:00", "2026-03-11T14:59+08:00", "2026-03-10 23:59"):
        assert load(f"sid,due\n1,{written}\n").due(student("1")) == TENTH


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ": expected a first line with the names of columns, found nothing"),
        ("sid,deu\n", ", line 1: unknown column 'deu'; did you mean 'due'?"),
        ("sid,due,xyz\n", ", line 1: unknown column 'xyz'; expected some of sid, email, due, excused, name, note"),
        ("sid,due,Due\n", ", line 1: two columns are named 'due'"),
        ("sid,note\n", ", line 1: expected a column due or excused, and sid or email, found sid, note"),
        ("name,due\n", ", line 1: expected a column due or excused, and sid or email"),
        ("sid,excused\n1,perhaps\n", ", line 2: excused: expected yes or nothing, found 'perhaps'"),
        ("sid,excused\n1,no\n", ", line 2: due: expected a date with a time"),
        ("sid,due\n,2026-03-10 23:59\n", ", line 2: expected a sid or an email, found neither"),
        ("sid,due\n1\n", ", line 2: due: expected a date with a time, such as 2026-03-10 23:59, found ''"),
        ("sid,due\n1,2026-03-10\n", ", line 2: due: expected a date with a time"),
        ("sid,due\n1,3/10/2026 23:59\n", ", line 2: due: expected a date with a time, .*, found '3/10/2026 23:59'"),
        ("sid,due\n1,2026-03-10-08:00\n", ", line 2: due: expected a date with a time, .*, found '2026-03-10-08:00'"),
        ("sid,due\n1,9999-12-31 23:59\n", ", line 2: due: expected a date with a time"),
        ("sid,due\n1,2026-03-10 23:59,x\n", ", line 2: expected 2 cells, found 3"),
        (
            "sid,due\n1,2026-03-07T22:00-08:00\n",
            ", line 2: due: expected .* after the assignment's, 2026-03-07 23:59:00 PST, found 2026-03-07 22:00:00 PST",
        ),
        ("sid,due\n1,2026-03-07 23:59\n", ", line 2: due: expected .*, found 2026-03-07 23:59:00 PST"),
        ("sid,due\n1,2026-03-08 02:30\n", ", line 2: due: .* does not exist in America/Los_Angeles"),
        ("sid,due\n1,2026-03-10 23:59\n2,2026-03-10 23:59\n1,2026-03-11 23:59\n", ", line 4: 1 is in line 2 already"),
        ("email,due\na@b.c,2026-03-10 23:59\nA@B.C,2026-03-11 23:59\n", ", line 3: a@b.c is in line 2 already"),
        ('sid,due\n"1,2026-03-10 23:59\n', ", line 2: not valid CSV"),
        (b"sid,due\n\x81", ", line 2: expected UTF-8 or Windows-1252, found byte 0x81"),
        ("sid;deu\n", ", line 1: unknown column 'deu'; did you mean 'due'?"),
        ("sid;due\n1;2026-03-10 23:59;x\n", ", line 2: expected 2 cells, found 3"),
    ],
)
def test_mistakes_name_line_and_column(load, text, message):
    with pytest.raises(ConfigError, match=r"extensions\.csv" + message):
        load(text)


def test_without_a_deadline_there_is_nothing_to_extend(load):
    with pytest.raises(ConfigError, match=r"line 2: assignment\.toml has no due"):
        load("sid,due\n1,2026-03-10 23:59\n", due=None)


@given(text=st.text(alphabet='sid,due\n\r"1 2026-03-10:59\0éyxc', max_size=80), head=st.sampled_from(HEADS))
def test_any_text_is_extensions_or_our_own_error(tmp_path_factory, text, head):
    folder = tmp_path_factory.getbasetemp()
    (folder / "extensions.csv").write_text(head + text, encoding="utf-8", newline="")
    try:
        found = load_extensions(folder, assignment(), COURSE)
    except ConfigError:
        return
    assert all(row.excused if row.due is None else row.due.tzinfo is UTC for row in found.rows)


ZEROS = "sid,due\n{},2026-03-10 23:59\n"


@pytest.mark.parametrize(
    ("row", "known", "message"),
    [
        ("3", "0003", "{path}, line 2: nobody has SID 3: did you mean 0003, as in roster.csv, line 4? A spreadsheet"),
        ("0003", "3", "roster.csv, line 4: nobody has SID 3: did you mean 0003, as in {path}, line 2?"),
    ],
)
def test_an_extension_that_lost_its_zeros_or_kept_them_alone_is_refused(load, tmp_path, row, known, message):
    found = load(ZEROS.format(row))
    with pytest.raises(ConfigError, match=re.escape(message.format(path=tmp_path / "extensions.csv"))):
        found.require_zeros([(student("77"), "hand-in a"), (student(known), "roster.csv, line 4")])


@pytest.mark.parametrize("known", [("3", "0003"), ("03", "003"), ("4",), ("",), ()])
def test_nobody_is_guessed_by_zeros(load, known):
    load(ZEROS.format("3")).require_zeros([(student(sid), "roster.csv, line 4") for sid in known])


def test_who_has_a_row_with_the_zeros_lost_none(load):
    found = load("sid,due\n0003,2026-03-10 23:59\n3,2026-03-10 23:59\n")
    found.require_zeros([(student("0003"), "hand-in a")])


def test_a_folder_with_a_number_is_no_sid_but_may_be_called_after_one(load):
    found = load(ZEROS.format("0003") + ",2026-03-10 23:59\n".replace(",", "0004,", 1))
    found.require_zeros([(Student(name="3"), "hand-in 3")])
    assert found.due(Student(name="0003")) == TENTH
    assert found.due(Student(name="0003", sid="1")) is None


SIDS, EMAILS = st.sampled_from(["", "1", "01", "2", "a@b.c"]), st.sampled_from(["", "a@b.c", "d@e.f"])
ROWS = st.builds(Extension, line=st.integers(2, 9), sid=SIDS, email=EMAILS, due=st.none())
STUDENTS = st.builds(Student, name=st.sampled_from(["", "1", "01", "A@b.c", "Ada"]), sid=SIDS, email=EMAILS)


@given(st.lists(ROWS, max_size=4), st.lists(STUDENTS, max_size=4))
def test_rows_of_nobody_are_those_that_are_of_no_student(rows, students):
    found = Extensions(rows=tuple(rows)).of_nobody(students)
    assert list(found) == [row for row in rows if not any(row.is_of(each) for each in students)]
