"""The gradebook is an index: whoever rebuilds it from the files gets what was kept along the way."""

import os
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given as given_that
from hypothesis import settings
from hypothesis import strategies as st

from autograder.errors import StoredError
from autograder.gradebook.folder import stored
from autograder.gradebook.hand_in import HAND_IN_FILE
from autograder.gradebook.history import HISTORY_FILE
from autograder.gradebook.index import opened
from autograder.gradebook.members import Member
from autograder.gradebook.reading import entries, problems
from autograder.records import Grade, Student
from tests.autograder.gradebook.classroom import content, give, hand_in, small_class

DUMP = (
    "SELECT path, history_lines, history_bytes FROM folder",
    "SELECT path, key, assignment, submitted_at, content, notes, stamp FROM hand_in JOIN folder ON folder.id = folder",
    "SELECT path, key, position, name, sid, email, lms_id, due_at FROM member "
    "JOIN hand_in ON hand_in.id = hand_in JOIN folder ON folder.id = folder",
    "SELECT path, key, examination.content, submission, exam, grader, environment, secret, reason, backend, layers, "
    "missing, networks FROM examination JOIN hand_in ON hand_in.id = hand_in JOIN folder ON folder.id = folder",
    "SELECT path, key, examination.content, position, checked.name, question, title, visibility, hint, runs, outcome, "
    "credit, ran, message, told, detail, flag FROM result JOIN checked ON checked.id = checked "
    "JOIN examination ON examination.id = examination JOIN hand_in ON hand_in.id = hand_in "
    "JOIN folder ON folder.id = folder",
    "SELECT path, key, line, who, assignment, given_at, status, score, possible, late_microseconds, points, old, "
    "explanation, why, submitted_at, own_due, policy, submission, exam, grader, environment, secret FROM given "
    "JOIN folder ON folder.id = folder",
    "SELECT path, line, position, question, earned, points.possible FROM points JOIN given ON given.id = given "
    "JOIN folder ON folder.id = folder",
    "SELECT path, line, position, name, sid, email, lms_id, own.late_microseconds, own.points, own.explanation, "
    "own.own_due FROM own JOIN given ON given.id = given JOIN folder ON folder.id = folder",
    "SELECT path, key, told FROM problem JOIN folder ON folder.id = folder",
)


def dump(gradebook):
    """Everything that is in it, without the numbers of rows."""
    return [sorted(gradebook.connection.execute(query), key=repr) for query in DUMP]


@pytest.fixture
def book(tmp_path):
    with opened(tmp_path / "gradebook.sqlite", making=True) as gradebook:
        yield gradebook


def test_it_has_hand_ins_students_results_and_grades(book, tmp_path):
    small_class(tmp_path / "toy")
    rebuilt = book.rebuild([tmp_path / "toy"])
    assert (rebuilt.hand_ins, rebuilt.problems) == (3, ())
    assert [(entry.handed_in.hand_in.key, entry.given.derived.grade.points) for entry in entries(book)] == [
        ("1", 6.0),
        ("2", 6.0),
        ("3", 6.0),
    ]
    assert all(dumped for dumped in dump(book)[:-2])
    assert dump(book)[-2:] == [[], []]


actions = st.lists(
    st.tuples(
        st.sampled_from("12"),  # hand-in
        st.integers(0, 3),  # its bytes
        st.sampled_from([(1.0, 0.0), (0.5, 1.0), (None,)]),  # what an exam found, if it ended
        st.sampled_from([None, 1.0, 6.0]),  # what was given
        st.sampled_from(["toy", "second"]),
    ),
    max_size=8,
)

GRADE = Grade(points=0.5, late_by=None, explanation="own")


@settings(max_examples=30)
@given_that(actions)
def test_one_that_was_kept_along_the_way_equals_one_that_is_rebuilt(tmp_path_factory, actions):
    root = tmp_path_factory.mktemp("course")
    outs = [root / "toy", root / "second"]
    for out in outs:
        out.mkdir()
    with opened(root / "kept.sqlite", making=True) as kept, opened(root / "made.sqlite", making=True) as made:
        for out in outs:
            kept.keep(out)
        for key, seed, credits, points, name in actions:
            handed_in = hand_in(root / name, key, str(seed), *credits)
            if points is not None:
                members = (Member(student=Student(name="Ada"), grade=GRADE),) if points > seed else ()
                give(root / name, handed_in, points, members=members)
            kept.keep(root / name, [key])
        made.rebuild(outs)
        assert dump(kept) == dump(made)
        kept.rebuild(outs)
        assert dump(kept) == dump(made)


def test_only_what_has_changed_is_read_again(book, tmp_path, monkeypatch):
    out = tmp_path / "toy"
    small_class(out)
    book.keep(out)
    hand_in(out, "2", "other bytes")
    hand_in(out, "4", "seed 4")
    read = []
    real = stored
    monkeypatch.setattr("autograder.gradebook.index.stored", lambda path: (read.append(path.name), real(path))[1])
    book.keep(out)
    assert read == ["2", "4"]
    assert [entry.handed_in.content for entry in entries(book)].count(content("other bytes").key) == 1


def test_only_what_was_added_to_a_history_is_read_again(book, tmp_path, monkeypatch):
    out = tmp_path / "toy"
    small_class(out)
    book.rebuild([out])
    give(out, hand_in(out, "1", "seed 1"), 5.0)
    read = []
    real = __import__("autograder.gradebook.history", fromlist=["decoded"]).decoded
    monkeypatch.setattr("autograder.gradebook.history.decoded", lambda *a: (read.append(a[1]), real(*a))[1])
    book.keep(out, [])
    assert read == [f"{out / HISTORY_FILE}, line 4"]
    assert entries(book)[0].given.derived.grade.points == 5.0


def test_a_line_that_was_torn_and_repaired_is_read_whole(book, tmp_path):
    out = tmp_path / "toy"
    small_class(out)
    with (out / HISTORY_FILE).open("a", encoding="ascii") as file:
        file.write('{"schema": 1, "when"')
    book.rebuild([out])
    assert problems(book) == ()
    give(out, hand_in(out, "1", "seed 1"), 5.0)
    book.keep(out, [])
    assert problems(book) == ()
    assert [entry.given.derived.grade.points for entry in entries(book)] == [5.0, 6.0, 6.0]


def test_a_history_that_became_shorter_is_read_anew(book, tmp_path):
    out = tmp_path / "toy"
    small_class(out)
    book.rebuild([out])
    (out / HISTORY_FILE).unlink()
    give(out, hand_in(out, "1", "seed 1"), 5.0)
    book.keep(out, [])
    assert [entry.given and entry.given.derived.grade.points for entry in entries(book)] == [5.0, None, None]


@pytest.mark.parametrize("more", [0, 2])
def test_a_history_in_the_place_of_another_is_read_anew(book, tmp_path, more):
    """Somebody removed the results and began anew: the file has grown to the same size, or beyond it."""
    out = tmp_path / "toy"
    small_class(out)
    book.keep(out)
    (out / HISTORY_FILE).unlink()
    for number in range(3 + more):
        give(out, hand_in(out, str(number + 1), f"seed {number + 1}"), 5.0)
    book.keep(out)
    assert [entry.given.derived.grade.points for entry in entries(book)] == [5.0] * (3 + more)
    assert problems(book) == ()


def test_hand_ins_whose_folders_were_removed_are_forgotten(book, tmp_path):
    out = tmp_path / "toy"
    small_class(out)
    (out / "2" / HAND_IN_FILE).write_text("{", encoding="ascii")
    book.keep(out)
    for key in ("1", "2"):
        shutil.rmtree(out / key)
    book.keep(out)
    with opened(tmp_path / "made.sqlite", making=True) as made:
        made.rebuild([out])
        assert dump(book) == dump(made)


ALL = ["1", "2", "3"]


@pytest.mark.parametrize(
    ("damage", "told", "left"),
    [
        (lambda out: (out / "2" / HAND_IN_FILE).write_text("{"), "2/hand-in.json: not valid JSON", ["1", "3"]),
        (lambda out: (out / "2" / HAND_IN_FILE).unlink(), "2/hand-in.json: cannot be read", ["1", "3"]),
        (
            lambda out: next((out / "2").glob("examined-*")).write_bytes(b"\0"),
            "examined-.*: not valid",
            ["1", "2", "3"],
        ),
        (lambda out: (out / "2").rename(out / "4"), "4/hand-in.json: key: expected '4', .*found '2'", ["1", "3"]),
        (lambda out: next((out / "2").glob("ex*")).rename(out / "2" / "examined-0.json"), "key: exp", ALL),
        (lambda out: (out / HISTORY_FILE).open("a").write("{}\n"), "history.jsonl, line 4: schema", ALL),
    ],
)
def test_a_damaged_file_is_named_and_costs_only_itself(book, tmp_path, damage, told, left):
    out = tmp_path / "toy"
    small_class(out)
    damage(out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    rebuilt = book.rebuild([out])
    (problem,) = rebuilt.problems
    assert re.search(told, problem)
    assert problems(book) == rebuilt.problems
    assert [entry.handed_in.hand_in.key for entry in entries(book)] == left
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_a_problem_that_was_mended_is_forgotten(book, tmp_path):
    out = tmp_path / "toy"
    small_class(out)
    (out / "2" / HAND_IN_FILE).write_text("{", encoding="ascii")
    book.rebuild([out])
    hand_in(out, "2", "seed 2")
    book.keep(out, ["2"])
    assert problems(book) == ()
    assert len(entries(book)) == 3


def test_folders_that_are_not_named_again_are_forgotten_and_told(book, tmp_path):
    for name in ("toy", "second"):
        small_class(tmp_path / name, 1)
    book.rebuild([tmp_path / "toy", tmp_path / "second"])
    assert book.folders == (tmp_path / "toy", tmp_path / "second")
    assert book.left_out([tmp_path / "second"]) == (tmp_path / "toy",)
    book.rebuild([tmp_path / "second"])
    assert book.left_out([]) == (tmp_path / "second",)
    assert [entry.out for entry in entries(book)] == [tmp_path / "second"]


def test_a_folder_that_is_named_twice_is_one(book, tmp_path, monkeypatch):
    small_class(tmp_path / "toy")
    monkeypatch.chdir(tmp_path)
    assert book.rebuild([tmp_path / "toy", Path("toy")]).hand_ins == 3
    assert book.folders == (tmp_path / "toy",)


def test_a_folder_that_is_none_leaves_the_gradebook_as_it_was(book, tmp_path):
    small_class(tmp_path / "toy")
    book.rebuild([tmp_path / "toy"])
    before = dump(book)
    with pytest.raises(StoredError, match=r"nowhere: no folder of results \(No such file or directory\)"):
        book.rebuild([tmp_path / "toy", tmp_path / "nowhere"])
    assert dump(book) == before


def test_a_course_that_moves_takes_its_gradebook_along(tmp_path):
    course = tmp_path / "course"
    small_class(course / "results" / "toy")
    with opened(course / "gradebook.sqlite", making=True) as gradebook:
        gradebook.rebuild([course / "results" / "toy"])
    course.rename(tmp_path / "moved")
    with opened(tmp_path / "moved" / "gradebook.sqlite") as gradebook:
        assert gradebook.folders == (tmp_path / "moved" / "results" / "toy",)


def test_what_else_lies_in_a_folder_of_results_is_nobodys(book, tmp_path):
    out = tmp_path / "toy"
    small_class(out, 1)
    (out / "attempts").mkdir()
    (out / "summary.csv").write_text("", encoding="ascii")
    assert book.rebuild([out]).hand_ins == 1


@pytest.mark.skipif(os.name == "nt", reason="no such modes on Windows")
def test_only_the_owner_can_read_it_and_its_journals(book, tmp_path):
    small_class(tmp_path / "toy")
    book.rebuild([tmp_path / "toy"])
    found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("gradebook.sqlite*")}
    assert set(found.values()) == {0o600}
    assert "gradebook.sqlite-wal" in found


def test_a_view_tells_the_grades_to_whoever_asks_in_sql(book, tmp_path):
    out = tmp_path / "toy"
    small_class(out)
    give(out, hand_in(out, "1", "seed 1"), 5.0)
    book.rebuild([out])
    found = book.connection.execute("SELECT assignment, name, sid, points, late_seconds FROM grade ORDER BY sid")
    assert list(found)[:2] == [
        ("toy", "Student 1", "001", 5.0, 3600.000001),
        ("toy", "Student 2", "002", 6.0, 3600.000001),
    ]


# several processes

PATHS = "import sys, time; from pathlib import Path; root = Path(sys.argv[1])"


def python(script, *arguments, **more):
    text = "\n".join([PATHS, textwrap.dedent(script)])
    command = [sys.executable, "-c", text, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **more)


def test_others_read_the_old_gradebook_while_it_is_rebuilt(tmp_path):
    """The writer stops in the middle of its transaction until the reader is done."""
    small_class(tmp_path / "toy")
    with opened(tmp_path / "gradebook.sqlite", making=True) as book:
        book.rebuild([tmp_path / "toy"])
        hand_in(tmp_path / "toy", "4", "seed 4")
        writer = python(
            """
            from autograder.gradebook.index import opened
            def report(done, total):
                if done == 2:
                    print("in the middle", flush=True)
                    sys.stdin.readline()
            with opened(root / "gradebook.sqlite") as book:
                book.rebuild([root / "toy"], report)
            """,
            tmp_path,
            stdin=subprocess.PIPE,
        )
        with writer:
            assert writer.stdout.readline() == "in the middle\n"
            begun = time.monotonic()
            with opened(tmp_path / "gradebook.sqlite") as other:
                assert len(entries(other)) == 3
            assert time.monotonic() - begun < 5
            assert len(entries(book)) == 3
            writer.communicate("go on\n")
        assert writer.returncode == 0
        assert len(entries(book)) == 4


def test_a_snapshot_is_of_one_moment(book, tmp_path):
    out = tmp_path / "toy"
    small_class(out)
    book.rebuild([out])
    with opened(book.path) as other, book.snapshot():
        assert len(entries(book)) == 3
        hand_in(out, "4", "seed 4")
        other.keep(out, ["4"])
        assert len(entries(other)) == 4
        assert len(entries(book)) == 3
    assert len(entries(book)) == 4


def test_several_processes_make_one_gradebook_and_write_to_it_at_once(tmp_path):
    """Each keeps hand-ins of its own; readers look on and see no half of anything."""
    script = """
    from autograder.gradebook.index import opened
    from autograder.gradebook.reading import entries
    from tests.autograder.gradebook.classroom import give, hand_in
    name = sys.argv[2]
    out = root / name
    for number in range(10):
        handed_in = hand_in(out, str(number), f"{name} {number}")
        give(out, handed_in, 6.0)
        with opened(root / "gradebook.sqlite", making=True) as book:
            book.keep(out, [str(number)])
            with book.snapshot():
                assert all(entry.given and entry.is_examined for entry in entries(book))
    """
    names = ("a", "b", "c")
    processes = [python(script, tmp_path, name) for name in names]
    for process in processes:
        with process:
            assert process.wait() == 0
    with opened(tmp_path / "gradebook.sqlite") as book, opened(tmp_path / "made.sqlite", making=True) as made:
        made.rebuild([tmp_path / name for name in names])
        assert len(entries(book)) == 30
        assert dump(book) == dump(made)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_rebuild_that_is_killed_in_the_middle_leaves_the_old_gradebook(tmp_path):
    small_class(tmp_path / "toy")
    with opened(tmp_path / "gradebook.sqlite", making=True) as book:
        book.rebuild([tmp_path / "toy"])
        before = dump(book)
    small_class(tmp_path / "toy", 5)
    script = """
    from autograder.gradebook.index import opened
    def report(done, total):
        if done == 4:
            print("in the middle", flush=True)
            time.sleep(60)
    with opened(root / "gradebook.sqlite") as book:
        book.rebuild([root / "toy"], report)
    """
    with python(script, tmp_path) as process:
        assert process.stdout.readline() == "in the middle\n"
        process.send_signal(signal.SIGKILL)
    with opened(tmp_path / "gradebook.sqlite") as book:
        assert dump(book) == before
        book.rebuild([tmp_path / "toy"])
        assert len(entries(book)) == 5


def test_what_is_put_into_it_together_is_in_it_together(book, tmp_path, monkeypatch):
    out = tmp_path / "toy"
    small_class(out)
    real = stored
    monkeypatch.setattr("autograder.gradebook.index.stored", lambda path: 1 / 0 if path.name == "2" else real(path))
    with pytest.raises(ZeroDivisionError):
        book.keep(out, ["1", "2"])
    assert entries(book) == ()
    assert book.folders == ()
    with sqlite3.connect(book.path, timeout=0) as other:  # nothing is locked
        other.execute("BEGIN IMMEDIATE")
