"""A grading worksheet that Moodle exported comes back with its grades."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import ConfigError
from autograder.report.exports import fill_moodle
from tests.autograder.collect.test_worksheet import FRENCH, GERMAN, SPANISH

from .standing import listed, standing

HEAD = (
    'Identifier,"Full name","ID number","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Online text","Last modified (grade)","Feedback comments"\r\n'
)
ADA = (
    '"Participant 567","Ada Lovelace",0012,ada@example.edu,"Submitted for grading - ",,10.00,Yes,'
    '"Saturday, 7 March 2026, 11:58 PM","<p>=1+1</p>",-,"two\r\nlines ""quoted"""\r\n'
)
BO = '"Participant 568","Bo Hopper",,bo@example.edu,"No submission",4.00,10.00,No,-,,"Sunday, 8 March, 1:00 PM",\r\n'
CY = '"Participant 569","Cy Turing",,cy@example.edu,"No submission",,10.00,Yes,-,,-,\r\n'
FILE = "\ufeff" + HEAD + ADA + BO + CY


def fill(standings, text=FILE, **more):
    return fill_moodle(listed(text, "moodle.csv"), standings, **more)


def test_only_the_grade_changes():
    filled = fill([standing(lms_id="moodle:567", points=8.5)])
    assert filled.data.decode() == FILE.replace('grading - ",,10.00', 'grading - ",8.5,10.00')
    assert (filled.written, filled.reports) == (1, ())


@pytest.mark.parametrize(
    "who",
    [
        {"name": "Ada Lovelace", "lms_id": "moodle:567"},
        {"sid": "0012"},
        {"email": "ADA@example.edu"},
        {"name": "Lovelace, Ada"},
    ],
)
def test_people_are_found_by_participant_number_address_and_name(who):
    assert fill([standing(**{"name": "", **who})]).written == 1


def test_a_worksheet_of_another_assignment_counts_its_participants_otherwise():
    filled = fill([standing("Ada Lovelace", lms_id="moodle:569")])
    assert filled.written == 0
    assert filled.reports == ("s_Ada Lovelace: Ada Lovelace (moodle:569) is not in moodle.csv",)


def test_a_locked_grade_stays_and_is_told():
    filled = fill([standing("Bo Hopper")])
    assert filled.data.decode() == FILE
    assert "line 4: Bo Hopper (bo@example.edu): Moodle says that the grade cannot be changed" in filled.reports[0]


def test_the_excused_and_the_missing_stay():
    for status in ("excused", "missing"):
        filled = fill([standing("Cy Turing", status=status)])
        assert (filled.data.decode(), filled.reports) == (FILE, ())
        assert any("line 5: Cy Turing" in note and "left as it is" in note for note in filled.notes)
    filled = fill([standing("Cy Turing", status="missing")], zero_missing=True)
    assert filled.data.decode() == FILE.replace('submission",,10.00', 'submission",0,10.00')


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            FILE.replace('"Last modified (grade)"', "x"),
            r", line 1: expected a column 'Last modified \(grade\)', as a work",
        ),
        (FILE.replace("Identifier", "Nr"), r", line 1: expected a column 'Identifier', as a .* found 'Nr' in"),
        (
            FILE.replace('"Maximum Grade"', "Scale"),
            r", line 1: expected a maximum grade in points: 'Scale' has words of",
        ),
        ("name,sid\nAda,0012\n", r", line 1: expected a grading worksheet of Moodle, .* in English, German, French or"),
        (
            FILE.replace("10.00", "100.00"),
            r", line 2, column 'Maximum Grade': expected 10 points possible, .* found 100",
        ),
    ],
)
def test_another_file_is_refused(text, message):
    with pytest.raises(ConfigError, match=r"^moodle\.csv" + message):
        fill([standing(sid="0012")], text)


def test_commas_where_the_site_writes_commas():
    text = FILE.replace("10.00", '"10,00"').replace("4.00", '"4,00"')
    filled = fill([standing(sid="0012", points=8.5)], text)
    assert filled.data.decode() == text.replace('grading - ",,', 'grading - ","8,5",')


@pytest.mark.parametrize(
    ("text", "lms_id", "before", "after", "notes"),
    [
        (GERMAN, "moodle:1234567", ',,"10,00",Ja', ',"8,5","10,00",Ja', ()),
        (FRENCH.replace("100,00", "10,00"), "moodle:900110", ',,"10,00",Oui', ',"8,5","10,00",Oui', ()),
        (SPANISH, "moodle:567", ',,"10,00",Sí', ',"8,5","10,00",Sí', ("its language is not known here; by its place",)),
    ],
    ids=["German", "French", "Spanish"],
)
def test_a_worksheet_in_another_language_comes_back_as_it_is(text, lms_id, before, after, notes):
    filled = fill([standing("Ada Lovelace", 8.5, lms_id=lms_id)], text)
    assert filled.data.decode() == text.replace(before, after)
    assert (filled.written, filled.reports) == (1, ())
    assert all(any(note in told for told in filled.notes) for note in notes)
    assert any("language" in told for told in filled.notes) == bool(notes)


def test_a_grade_that_is_locked_in_german_stays():
    filled = fill([standing("Bo Hopper", lms_id="moodle:1234568")], GERMAN)
    assert filled.data.decode() == GERMAN
    assert "Moodle says that the grade cannot be changed" in filled.reports[0]


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)
ROWS = st.lists(st.tuples(TEXTS, st.one_of(st.none(), st.integers(0, 10))), min_size=1, max_size=6)
NAMES = ["Identifier", "Email address", "Grade", "Last modified (grade)", "Feedback comments"]


@given(
    rows=ROWS,
    end=st.sampled_from(("\n", "\r\n")),
    mark=st.sampled_from((b"", b"\xef\xbb\xbf")),
    names=st.permutations(NAMES),
)
def test_round_trip(rows, end, mark, names):
    table = [names]
    for number, (text, _) in enumerate(rows):
        said = {"Identifier": f"Participant {number}", "Grade": "", "Email address": f"{number}@x"}
        table.append([said.get(name, text) for name in names])
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator=end).writerows(table)
    raw = mark + written.getvalue().encode()
    stands = [
        standing("", points, lms_id=f"moodle:{number}") for number, (_, points) in enumerate(rows) if points is not None
    ]
    filled = fill_moodle(listed(raw), stands)
    for number, (_, points) in enumerate(rows):
        table[number + 1][names.index("Grade")] = "" if points is None else str(points)
    after = csv.reader(io.StringIO(filled.data.decode("utf-8-sig"), newline=""), strict=True)
    assert [row for row in after if row] == table
    assert filled.data.startswith(mark)
    assert fill_moodle(listed(raw), []).data == raw
