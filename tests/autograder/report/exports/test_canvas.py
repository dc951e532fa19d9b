"""A gradebook that Canvas exported comes back with one column filled in."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import ConfigError
from autograder.report.exports import fill_canvas

from .standing import listed, score, standing

HEAD = "Student,ID,SIS User ID,SIS Login ID,Section,conv (150834),seg (150835),Current Score,Final Grade\r\n"
ABOUT = ",,,,,Manual Posting,,,\r\n    Points Possible,,,,,10.00,20.00,(read only),(read only)\r\n"
ADA = '"Lovelace, Ada",11,0012,ada@example.edu,"A, B",,7.50,75.00,C\r\n'
BO = '"Hopper, Bo",12,0013,bh22,A,3.00,EX,,\r\n'
CY = '"=Turing, ""Cy""",13,,cy@example.edu,A,N/A,,,\r\n'
TEST = '"Student, Test",14,,5d1a,A,,,,\r\n'
FILE = HEAD + ABOUT + ADA + BO + CY + TEST


def fill(standings, text=FILE, names=("conv",), **more):
    return fill_canvas(listed(text, "canvas.csv"), standings, names, **more)


def changed(filled, text=FILE):
    """The lines that are different, by number."""
    before, after = text.encode().split(b"\r\n"), filled.data.split(b"\r\n")
    assert len(before) == len(after)
    return {n: new.decode() for n, (old, new) in enumerate(zip(before, after, strict=True), start=1) if old != new}


def test_one_cell_of_a_students_row_changes():
    filled = fill([standing(sid="0012", points=8.25)])
    assert changed(filled) == {4: '"Lovelace, Ada",11,0012,ada@example.edu,"A, B",8.25,7.50,75.00,C'}
    assert (filled.written, filled.reports) == (1, ())


@pytest.mark.parametrize(
    "who", [{"lms_id": "canvas:11"}, {"sid": "0012"}, {"email": "ADA@example.edu"}, {"name": "Ada Lovelace"}]
)
def test_people_are_found_by_id_sid_login_and_name(who):
    filled = fill([standing(**{"name": "", **who})])
    assert list(changed(filled)) == [4]


def test_who_is_excused_gets_ex():
    filled = fill([standing("Bo Hopper", status="excused")])
    assert changed(filled) == {5: '"Hopper, Bo",12,0013,bh22,A,EX,EX,,'}


@pytest.mark.parametrize("status", ["graded", "missing"])
def test_whom_somebody_excused_in_canvas_stays_excused_and_is_told(status):
    text = FILE.replace("bh22,A,3.00", "bh22,A,EX")
    filled = fill([standing("Bo Hopper", status=status)], text, zero_missing=True)
    assert changed(filled, text) == {}
    assert filled.reports[0].startswith("canvas.csv, line 5: Bo Hopper (SID 0013): EX: excused in Canvas, ")


@pytest.mark.parametrize("before", ["2.00", "B+", "80%"])
def test_what_stood_there_before_is_told_whatever_it_was(before):
    text = FILE.replace("bh22,A,3.00", f"bh22,A,{before}")
    assert f"canvas.csv, line 5: Bo Hopper (SID 0013): {before} becomes 8" in fill([standing("Bo Hopper")], text).notes


def test_who_is_missing_stays_or_gets_a_zero():
    gone = standing("Bo Hopper", status="missing")
    assert changed(fill([gone])) == {}
    assert "canvas.csv, line 5: Bo Hopper (SID 0013): handed in nothing; left as it is" in fill([gone]).notes
    assert changed(fill([gone], zero_missing=True)) == {5: '"Hopper, Bo",12,0013,bh22,A,0,EX,,'}


def test_a_held_grade_is_not_written_and_is_told():
    filled = fill([standing(sid="0012", status="held")])
    assert changed(filled) == {}
    assert filled.reports == (
        "canvas.csv, line 4: Ada Lovelace (SID 0012, ada@example.edu): s_0012 is held for staff; left as it is",
    )


def test_whom_the_file_does_not_know_is_told():
    filled = fill([standing("Zed", sid="99"), standing("Ann", sid="12"), standing("Gone", status="missing")])
    assert changed(filled) == {}
    assert filled.reports == (
        "s_99: Zed (SID 99) is not in canvas.csv",
        "s_12: Ann (SID 12) is not in canvas.csv; line 4 has 0012: did a spreadsheet drop zeros?",
    )
    assert filled.notes[0].startswith("missing: Gone is not in canvas.csv, neither as a SID,")


def test_whoever_is_in_the_file_and_not_among_the_grades_is_told():
    notes = fill([standing(sid="0012")]).notes
    assert "canvas.csv, line 5: Bo Hopper (SID 0013): nobody handed in for them; left as it is" in notes
    assert not any("Test" in note for note in notes)


def test_who_may_be_two_people_is_neither():
    filled = fill([standing("Ada", sid="0013", email="ada@example.edu")])
    assert changed(filled) == {}
    (report,) = filled.reports
    assert "may be line 4 (Ada Lovelace (SID 0012, ada@example.edu)) or line 5 (Bo Hopper (SID 0013))" in report


def test_two_hand_ins_of_a_student_are_not_chosen_from():
    filled = fill([standing(sid="0012", hand_in="a"), standing(sid="0012", hand_in="b", points=3)])
    assert changed(filled) == {}
    assert (
        "line 4: Ada Lovelace (SID 0012, ada@example.edu): several hand-ins, a, b; left as it is" in filled.reports[0]
    )


def test_where_canvas_wants_no_grade_there_is_none():
    filled = fill([standing("", email="cy@example.edu")])
    assert changed(filled) == {}
    assert 'line 6: "Cy" =Turing (cy@example.edu): N/A: the assignment is not this student\'s' in filled.reports[0]


def test_a_grade_that_was_another_is_told():
    assert "line 5: Bo Hopper (SID 0013): 3.00 becomes 8" in " ".join(fill([standing(sid="0013")]).notes)
    same = fill([standing(sid="0013", points=3)])
    assert changed(same) == {}  # it stays 3.00
    assert "becomes" not in " ".join(same.notes)


@pytest.mark.parametrize("names", [("conv (150834)",), ("150834",), ("CONV",), ("Homework", "conv")])
def test_the_column_is_known_by_name_title_or_number(names):
    assert list(changed(fill([standing(sid="0012")], names=names))) == [4]


@pytest.mark.parametrize(
    ("names", "text", "message"),
    [
        (("conf",), FILE, r"line 1: expected a column 'conf' with its number, found conv \(150834\), seg \(150835\)"),
        (("Current Score",), FILE, r"line 1: expected a column 'Current Score' with its number"),
        (("seg",), FILE, r"line 3, column 'seg \(150835\)': expected 10 points possible, as conv has, found 20"),
        (("conv",), FILE.replace("10.00", "(read only)"), r"line 1: expected a column 'conv' .*, found seg \(150835\)"),
        (("conv",), FILE.replace("seg", "conv"), r"line 1: 'conv' may be conv \(150834\) and conv \(150835\): name"),
        (("conv",), HEAD.replace("conv (150834)", "conv") + ADA, r"line 1: expected a column 'conv' with its number"),
        (("conv",), "sid,conv (1)\n0012,\n", r": expected a gradebook exported from Canvas, found a roster"),
    ],
)
def test_another_column_or_file_is_refused(names, text, message):
    with pytest.raises(ConfigError, match=rf"^canvas\.csv(, )?{message}"):
        fill([standing(sid="0012")], text, names)


def test_a_file_from_continental_europe():
    text = "\ufeffStudent;ID;SIS Login ID;Section;conv (1)\n    Points Possible;;;;10,00\nLovelace, Ada;11;al1;A;\n"
    filled = fill([standing(lms_id="canvas:11", points=8.5)], text)
    assert filled.data.decode() == text.replace("A;\n", 'A;"8,5"\n')
    assert list(csv.reader(io.StringIO(filled.data.decode("utf-8-sig")), delimiter=";"))[2][4] == "8,5"


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=6)
ROWS = st.lists(st.tuples(TEXTS, TEXTS, st.one_of(st.none(), st.integers(0, 40))), min_size=1, max_size=6)


@given(
    rows=ROWS,
    delimiter=st.sampled_from(",;"),
    quoting=st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    end=st.sampled_from(("\n", "\r\n")),
    mark=st.sampled_from((b"", b"\xef\xbb\xbf")),
    names=st.permutations(["Note", "conv (7)", "Other (8)", "Total"]),
)
def test_round_trip(rows, delimiter, quoting, end, mark, names):
    """As Python's csv sees it, exactly the graded cells differ; without them, not a byte does."""
    column = 4 + names.index("conv (7)")
    table = [["Student", "ID", "SIS Login ID", "Section", *names]]
    for number, (name, other, _) in enumerate(rows):
        cells = {"conv (7)": "", "Note": other, "Other (8)": other, "Total": other}
        table.append([f"x{name}", str(100 + number), f"u{number}", other, *(cells[each] for each in names)])
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(table)
    raw = mark + text.getvalue().encode()
    stands = [
        standing("", points, lms_id=f"canvas:{100 + number}", score=score(5, 5, 5, possible=20))
        for number, (_, _, points) in enumerate(rows)
        if points is not None
    ]
    filled = fill_canvas(listed(raw), stands, ["conv"])
    for number, (_, _, points) in enumerate(rows):
        table[number + 1][column] = "" if points is None else str(points)
    after = csv.reader(io.StringIO(filled.data.decode("utf-8-sig"), newline=""), delimiter=delimiter, strict=True)
    assert [row for row in after if row] == table
    assert filled.data.startswith(mark)
    assert fill_canvas(listed(raw), [], ["conv"]).data == raw
