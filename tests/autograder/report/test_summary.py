import csv
import io
import os
import stat
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import StoredError
from autograder.records import Grade, HandIn, Outcome, Student
from autograder.report.summary import Line, line, read_summary, unfinished, write_summary

from .builders import assignment, check, graded, result

TASK, ONE = assignment("a", "b"), assignment("a")
ADA = HandIn(
    key="submission_10",
    students=(Student(name="Ada", sid="007", email="ada@x.edu"), Student(name="Bo, the 2nd", sid="08")),
)
HEAD = "key,names,sids,emails,score,possible,lateness,grade,status,why,flags"


def lines_of(path):
    return path.read_bytes().decode().split("\r\n")


def test_a_graded_hand_in(tmp_path):
    mine = graded(TASK, result(check("a")), result(check("b"), Outcome.FAILED, "wrong"), late_by=timedelta(hours=30))
    write_summary(tmp_path / "summary.csv", [line(replace(mine, hand_in=ADA))])
    head, ada, end = lines_of(tmp_path / "summary.csv")
    assert (head, end) == (HEAD, "")
    assert ada == 'submission_10,"Ada; Bo, the 2nd",007; 08,ada@x.edu;,10,20,30:00:00,10,graded,b: wrong,'


def test_a_held_hand_in_has_no_number():
    held = line(graded(TASK, result(check("a"), Outcome.FAULT, "disk full")))
    assert (held.status, held.score, held.possible, held.lateness, held.grade) == ("held", "", "", "", "")
    assert "disk full" in held.why
    assert unfinished(ADA, "stopped").why == "stopped"


def test_what_no_student_of_a_group_has_is_empty():
    assert unfinished(HandIn(key="a", students=(Student(name="Ada"), Student(name="Bo"))), "x").sids == ""


def test_an_unreadable_hand_in_is_told_apart():
    mine = line(graded(ONE, result(check("a"), Outcome.FAILED), reason="hw.zip is damaged"))
    assert (mine.status, mine.grade, mine.why) == ("unreadable", "0", "hw.zip is damaged")


@pytest.mark.parametrize(
    ("late_by", "words"),
    [
        (None, "unknown"),
        (timedelta(0), "0:00:00"),
        (timedelta(hours=-2), "0:00:00"),
        (timedelta(milliseconds=1), "0:00:01"),
        (timedelta(days=5, minutes=3, seconds=4), "120:03:04"),
    ],
)
def test_lateness(late_by, words):
    mine = replace(graded(ONE, result(check("a"))), grade=Grade(points=1 / 3, late_by=late_by, explanation=""))
    assert (line(mine).lateness, line(mine).grade) == (words, "0.333333")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "\t=1", " =1", "\x1b[0m=1"])
def test_no_cell_is_a_formula(name):
    mine = unfinished(HandIn(key="a", students=(Student(name=name, sid=name, email=name),)), name)
    assert all(cell[:2] in ("'=", "'+", "'-", "'@") for cell in (mine.names, mine.sids, mine.emails, mine.why))


def row(key, text=""):
    return Line(key=key, names=text, sids="", emails="", status="held", why=text)


def test_the_order_is_natural(tmp_path):
    write_summary(tmp_path / "s.csv", [row("hw_10"), row("hw_9"), row("hw_1")])
    assert [each.partition(",")[0] for each in lines_of(tmp_path / "s.csv")] == ["key", "hw_1", "hw_9", "hw_10", ""]


def test_a_column_that_somebody_added_is_read_and_written_again(tmp_path):
    path = tmp_path / "s.csv"
    write_summary(path, [row("hw_1", "Ada"), row("hw_2", "Bo")])
    first, *others = lines_of(path)
    head = f"tutor,{first},note"
    path.write_bytes("\r\n".join(["\ufeff" + head, f'Zoe,{others[0]},"a, b"', f",{others[1]}", ""]).encode())
    found = read_summary(path)
    assert found["hw_1"] == replace(row("hw_1", "Ada"), more={"tutor": "Zoe", "note": "a, b"})
    assert found["hw_2"].more == {"tutor": "", "note": ""}
    write_summary(path, [*found.values(), row("hw_3")])
    assert lines_of(path)[0] == f"{HEAD},tutor,note"
    assert lines_of(path)[1].endswith(',Zoe,"a, b"')
    assert read_summary(path)["hw_2"] == found["hw_2"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("key;names\r\n1;Ada\r\n", "expected columns key, names, .*, each once, found key;names"),
        (f"{HEAD},key\r\n", "each once, found key, "),
        (f"{HEAD}\r\na,,,,,,,,held,,,too much\r\n", "row 2: expected 11 cells, found more"),
        (f"{HEAD}\r\na,,,,,,,,held,,\r\na,,,,,,,,held,,\r\n", "row 3: a is there twice"),
        (f'{HEAD}\r\n"a', "not valid CSV in UTF-8"),
        (f"{HEAD}\r\n\udcff", "not valid CSV in UTF-8"),
    ],
)
def test_what_is_no_longer_ours_is_told(tmp_path, text, told):
    (tmp_path / "s.csv").write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(StoredError, match=told):
        read_summary(tmp_path / "s.csv")


@pytest.mark.skipif(os.name == "nt", reason="no such modes on Windows")
def test_only_the_owner_can_read_it(tmp_path):
    write_summary(tmp_path / "s.csv", [])
    assert stat.S_IMODE((tmp_path / "s.csv").stat().st_mode) & 0o177 == 0


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=60))
def test_whatever_a_student_is_called_every_reader_gets_one_line(tmp_path_factory, name):
    path = tmp_path_factory.mktemp("summary") / "s.csv"
    write_summary(path, [unfinished(HandIn(key="a", students=(Student(name=name),)), name), row("b")])
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))
    assert [each["key"] for each in rows] == ["a", "b"]
    assert not rows[0]["names"].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert len(lines_of(path)) == 4
