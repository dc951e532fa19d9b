"""The history of grades given: only ever added to, and what a kill leaves of a line is no grade."""

import json
import os
import signal
import stat
import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import StoredError
from autograder.gradebook.derive import Basis, Derived
from autograder.gradebook.fields import parse
from autograder.gradebook.given import Given, decoded, encoded
from autograder.gradebook.history import HISTORY_FILE, add, read_history, survey_history
from autograder.records import Grade, QuestionScore, Score
from tests.autograder.gradebook.making import CONTENT, givens

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
ADA = Given(
    derived=Derived(
        key="submission_1",
        who="Ada",
        assignment="conv",
        status="graded",
        score=Score(questions=(QuestionScore(question="pad2d", earned=4.0, possible=4.0),)),
        grade=Grade(points=3.4, late_by=timedelta(hours=3), explanation="3 h late (at most 24 h): 4.00 × 0.85 = 3.40"),
        basis=Basis(content=CONTENT.parts, policy="abc", submitted_at=NOON - timedelta(days=1)),
    ),
    when=NOON,
)
BOB = replace(ADA, derived=replace(ADA.derived, key="submission_2", who="Bob"))
AGAIN = replace(ADA, derived=replace(ADA.derived, grade=Grade(points=4.0, late_by=None, explanation="")), old=3.4)


@given(givens)
def test_what_is_written_is_read_to_the_microsecond(given):
    line = encoded(given)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert decoded(parse(line, "here"), "here") == given


def test_grades_are_added_and_the_last_one_stands(tmp_path):
    assert read_history(tmp_path).lines == {}
    add(tmp_path, [ADA, BOB])
    add(tmp_path, [AGAIN])
    history = read_history(tmp_path)
    assert history.lines == {1: ADA, 2: BOB, 3: AGAIN}
    assert history.last == {"submission_1": AGAIN, "submission_2": BOB}
    assert history.of("submission_1") == (ADA, AGAIN)


def test_what_is_there_stays_as_it_is(tmp_path):
    add(tmp_path, [ADA])
    before = (tmp_path / HISTORY_FILE).read_bytes()
    add(tmp_path, [BOB])
    assert (tmp_path / HISTORY_FILE).read_bytes() == before + encoded(BOB)


def test_nothing_to_add_makes_no_file(tmp_path):
    add(tmp_path, [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="no such modes on Windows")
def test_only_the_owner_can_read_it(tmp_path):
    add(tmp_path, [ADA])
    assert stat.S_IMODE((tmp_path / HISTORY_FILE).stat().st_mode) == 0o600


def test_each_grade_is_on_disk_before_the_return(tmp_path, monkeypatch):
    calls = []
    for name in ("write", "fsync"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *arguments, n=name, r=real: (calls.append(n), r(*arguments))[1])
    add(tmp_path, [ADA])
    assert calls == ["write", "fsync", "fsync"]  # the line, then the name of the new file
    add(tmp_path, [BOB])
    assert calls[3:] == ["write", "fsync"]


def test_a_torn_line_is_passed_over_and_repaired(tmp_path):
    path = tmp_path / HISTORY_FILE
    for torn in (1, 2, *range(7, len(encoded(BOB)), 31), len(encoded(BOB)) - 1):
        path.write_bytes(encoded(ADA) + encoded(BOB)[:torn])
        assert read_history(tmp_path).lines == {1: ADA}
        add(tmp_path, [AGAIN])
        assert path.read_bytes() == encoded(ADA) + encoded(AGAIN)


def test_a_file_that_is_nothing_but_a_torn_line_is_repaired(tmp_path):
    (tmp_path / HISTORY_FILE).write_bytes(b"\0\0\0")
    assert read_history(tmp_path).lines == {}
    add(tmp_path, [ADA])
    assert read_history(tmp_path).lines == {1: ADA}


def test_a_line_that_was_written_in_pieces_is_whole(tmp_path, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:100]))
    add(tmp_path, [ADA, BOB])
    monkeypatch.undo()
    assert read_history(tmp_path).lines == {1: ADA, 2: BOB}


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_process_that_is_killed_while_it_adds_loses_no_line_that_it_was_done_with(tmp_path):
    """It tells of each line after `add` has returned; it is killed while it goes on adding."""
    script = """
    import sys
    from pathlib import Path
    from autograder.gradebook.history import add
    from tests.autograder.gradebook.test_history import ADA
    while True:
        add(Path(sys.argv[1]), [ADA])
        print("added", flush=True)
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        told = [process.stdout.readline() for _ in range(20)]
        process.send_signal(signal.SIGKILL)
        told += process.stdout.read().split(b"\n")
    add(tmp_path, [BOB])
    found = list(read_history(tmp_path).lines.values())
    assert found.count(ADA) >= sum(b"added" in line for line in told) >= 20
    assert found[-1] == BOB
    assert len(found) == found.count(ADA) + 1


def spoiled(change):
    document = json.loads(encoded(ADA))
    change(document)
    return json.dumps(document).encode() + b"\n"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"\n", "not valid JSON"),
        (b"{}\n", "schema is missing"),
        (spoiled(lambda d: d.update(schema=9)), "a grade of schema 9, made by a newer version; this one knows 2"),
        (spoiled(lambda d: d.update(points=9)), r"points: expected points from 0 to the 4 earned, found 9\.0"),
        (spoiled(lambda d: d.update(points=-1)), "points: expected points from 0"),
        (spoiled(lambda d: d.update(when=None)), "when: expected a time with its offset, found nothing"),
        (spoiled(lambda d: d.update(late_by=3)), "late_by: expected a list, found 3"),
        (spoiled(lambda d: d.update(late_by=[1, 2])), r"late_by: expected \[days, seconds, microseconds\]"),
        (spoiled(lambda d: d.update(late_by=[10**10, 0, 0])), "late_by: expected a length of time that fits"),
        (spoiled(lambda d: d["questions"].append(["a", "b", 3])), r"questions\[2\]: expected \[name, earned, possible"),
        (
            spoiled(lambda d: d.update(status="held")),
            "status: expected one of graded, unreadable, excused, found 'held'",
        ),
        (spoiled(lambda d: d["content"].pop("exam")), "content: exam is missing"),
        (spoiled(lambda d: d.update(name="Ada")), "unknown key 'name'"),
        (spoiled(lambda d: d.update(members=[])), "unknown key 'members'"),
        (spoiled(lambda d: d.update(schema=2, members=[{}])), r"members\[1\]: name is missing"),
        (spoiled(lambda d: d.update(old="3")), "old: expected a number, found '3'"),
    ],
)
def test_a_damaged_line_is_told_with_its_number_and_costs_only_itself(tmp_path, line, told):
    path = tmp_path / HISTORY_FILE
    path.write_bytes(encoded(ADA) + line + encoded(BOB))
    with pytest.raises(StoredError, match=rf"{HISTORY_FILE}, line 2: {told}.*\. Put the line back from a copy"):
        read_history(tmp_path)
    history, problems = survey_history(tmp_path)
    assert history.lines == {1: ADA, 3: BOB}
    assert len(problems) == 1


@settings(max_examples=50)
@given(st.lists(givens, min_size=1, max_size=4), st.data())
def test_a_history_cut_anywhere_is_a_beginning_of_it(tmp_path_factory, grades, data):
    out = tmp_path_factory.mktemp("out")
    whole = b"".join(map(encoded, grades))
    cut = data.draw(st.integers(0, len(whole)))
    (out / HISTORY_FILE).write_bytes(whole[:cut])
    found = list(read_history(out).lines.values())
    assert found == grades[: len(found)]
    assert len(b"".join(map(encoded, found))) <= cut


def test_a_folder_in_its_place_is_told(tmp_path):
    (tmp_path / HISTORY_FILE).mkdir()
    with pytest.raises(StoredError, match=r"history.jsonl: cannot be read \(Is a directory\)"):
        read_history(tmp_path)
