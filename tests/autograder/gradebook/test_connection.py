"""Only a file that is ours is opened, and one that an earlier version made becomes one of today."""

import hashlib
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from autograder.errors import StoredError
from autograder.gradebook import connection as opening
from autograder.gradebook.connection import connected, shared_disk
from autograder.gradebook.index import opened
from autograder.gradebook.members import Member
from autograder.gradebook.reading import entries, examinations, problems
from autograder.gradebook.schema import FIRST, STEPS
from autograder.records import Grade, Student
from tests.autograder.gradebook.classroom import give, hand_in, small_class

FIRST_FILE = Path(__file__).with_name("first_schema.sql")


def made_by(script, path):
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


def tables(path):
    with closing(sqlite3.connect(path)) as connection:
        return sorted(connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"))


def columns(path):
    """Table → its columns, whatever comments stand beside them."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: list(connection.execute(f"PRAGMA table_info({name})")) for name in names}


def test_a_file_of_the_first_schema_is_opened_with_all_that_is_in_it(tmp_path):
    path = tmp_path / "gradebook.sqlite"
    made_by(FIRST_FILE.read_text(encoding="ascii"), path)
    with opened(path) as book:
        (entry,) = entries(book)
        ((row, examined),) = examinations(book)
    assert entry.out == tmp_path / "results/toy"
    assert entry.handed_in.hand_in.students == (Student(name="Ada", sid="00123", email="ada@example.edu"),)
    assert (entry.given.derived.grade.points, entry.given.derived.grade.late_by) == (1.5, timedelta(minutes=1))
    assert entry.given.when == datetime(2026, 3, 9, 12, tzinfo=UTC)
    assert (row, examined.results[0].credit, examined.results[0].check.title) == (entry.row, 0.5, "Doubling")


def test_the_first_step_makes_what_the_first_schema_made(tmp_path):
    """So that the steps are never changed once a file was made with them."""
    made_by(FIRST, tmp_path / "now")
    made_by(FIRST_FILE.read_text(encoding="ascii"), tmp_path / "then")
    assert columns(tmp_path / "now") == columns(tmp_path / "then")


def test_an_old_file_becomes_the_same_as_a_new_one(tmp_path):
    made_by(FIRST_FILE.read_text(encoding="ascii"), tmp_path / "old")
    for name in ("old", "new"):
        with connected(tmp_path / name, making=True):
            pass
    assert columns(tmp_path / "old") == columns(tmp_path / "new")
    assert {name for _, name, _ in tables(tmp_path / "old")} == {name for _, name, _ in tables(tmp_path / "new")}


def test_a_migrated_file_can_be_rebuilt(tmp_path):
    made_by(FIRST_FILE.read_text(encoding="ascii"), tmp_path / "gradebook.sqlite")
    small_class(tmp_path / "toy")
    with opened(tmp_path / "gradebook.sqlite") as book:
        assert book.left_out([tmp_path / "toy"]) == (tmp_path / "results/toy",)
        book.rebuild([tmp_path / "toy"])
        assert len(entries(book)) == 3


def test_what_an_earlier_version_passed_over_in_a_history_is_read_after_the_migration(tmp_path):
    out, path, ada = tmp_path / "toy", tmp_path / "gradebook.sqlite", Student(name="Ada", sid="1")
    grade = Grade(points=1.5, late_by=None, explanation="own")
    give(out, hand_in(out, "1", "a"), 6.0, members=(Member(student=ada, grade=grade),))
    data = (out / "history.jsonl").read_bytes()
    made_by(FIRST_FILE.read_text(encoding="ascii"), path)
    made_by("".join(STEPS[1:3]) + "PRAGMA user_version = 3", path)
    with closing(sqlite3.connect(path)) as connection, connection:  # as it kept this folder of results
        connection.execute("DELETE FROM folder")
        known = (1, len(data), hashlib.sha256(data).hexdigest())
        connection.execute("INSERT INTO folder VALUES (1, 'toy', ?, ?, ?)", known)
        connection.execute("INSERT INTO problem VALUES (1, 'line 1: a grade of schema 2', '')")
    with opened(path) as book:
        book.keep(out)
        (entry,) = entries(book)
        assert [each.grade for each in entry.given.derived.members] == [grade]
        assert problems(book) == ()


def test_a_migration_that_fails_changes_nothing(tmp_path, monkeypatch):
    path = tmp_path / "gradebook.sqlite"
    made_by(FIRST_FILE.read_text(encoding="ascii"), path)
    before = tables(path)
    monkeypatch.setattr(opening, "STEPS", (*STEPS, "CREATE TABLE more (a);\nCREATE TABLE member (b);\n"))
    with pytest.raises(StoredError, match=r"cannot be used .*table member already exists"), connected(path):
        pass
    assert tables(path) == before
    monkeypatch.undo()
    with opened(path) as book:
        assert len(entries(book)) == 1


def test_a_file_of_a_newer_version_is_refused_and_stays(tmp_path):
    path = tmp_path / "gradebook.sqlite"
    with connected(path, making=True) as connection:
        connection.execute("PRAGMA user_version = 99")
    told = f"schema 99, made by a newer version; this one knows {len(STEPS)}"
    with pytest.raises(StoredError, match=told), connected(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (99,)


def test_there_is_none(tmp_path):
    path = tmp_path / "gradebook.sqlite"
    with pytest.raises(StoredError, match=f"{path}: there is no gradebook; make one with"), connected(path):
        pass
    assert not path.exists()


@pytest.mark.parametrize("data", [b"sid,email\n", b"{}", b"SQLite format 2\0" + b"\0" * 200])
def test_a_file_of_something_else_is_refused_and_stays(tmp_path, data):
    path = tmp_path / "gradebook.sqlite"
    path.write_bytes(data)
    with pytest.raises(StoredError, match="found a file of something else"), connected(path, making=True):
        pass
    assert path.read_bytes() == data


def test_a_database_of_another_program_is_refused_and_stays(tmp_path):
    path = tmp_path / "gradebook.sqlite"
    made_by("CREATE TABLE bookmarks (url);", path)
    before = path.read_bytes()
    told = "found a file of something else; it stays as it is: move it away and run .* rebuild OUT, or give --gradebook"
    with pytest.raises(StoredError, match=told), connected(path, making=True):
        pass
    assert path.read_bytes() == before


def test_a_damaged_gradebook_is_told_with_what_to_do(tmp_path):
    path = tmp_path / "gradebook.sqlite"
    small_class(tmp_path / "toy", 20)
    with opened(path, making=True) as book:
        book.rebuild([tmp_path / "toy"])
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    told = r"cannot be used .*move it away and run autograder gradebook rebuild"
    with pytest.raises(StoredError, match=told), opened(path) as book:
        entries(book)


def test_where_nothing_can_be_written_beside_it_a_copy_is_asked_for(tmp_path):
    """As on a medium that is read-only: nothing is wrong with the gradebook, and nobody is told to move it away."""
    path = tmp_path / "gradebook.sqlite"
    with opened(path, making=True):
        pass
    for journal in ("-wal", "-shm"):
        (tmp_path / f"{path.name}{journal}").mkdir()
    words = r"may not here .*; give --gradebook a copy in another folder"
    with pytest.raises(StoredError, match=words) as told, opened(path) as book:
        entries(book)
    assert "move it away" not in str(told.value)


@pytest.mark.parametrize("words", ["attempt to write a readonly database", "database or disk is full"])
def test_what_is_no_damage_is_not_called_so(tmp_path, words):
    with pytest.raises(StoredError, match=words) as told, opening.telling(tmp_path):
        raise sqlite3.OperationalError(words)
    assert "move it away" not in str(told.value)


def test_a_folder_in_its_place_is_told(tmp_path):
    with pytest.raises(StoredError, match=r"cannot be opened \(Is a directory\)"), connected(tmp_path):
        pass


def test_who_waits_too_long_for_another_writer_is_told(tmp_path, monkeypatch):
    path = tmp_path / "gradebook.sqlite"
    small_class(tmp_path / "toy")
    monkeypatch.setattr(opening, "_WAIT", 0.1)
    with opened(path, making=True) as book, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoredError, match=r"another program has been writing to it for 0\.1 s; try again"):
            book.rebuild([tmp_path / "toy"])


def mode(path):
    with connected(path, making=True) as connection:
        return connection.execute("PRAGMA journal_mode").fetchone()[0]


def test_on_a_local_disk_readers_and_a_writer_do_not_wait(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "network_file_system", lambda path: "")
    assert mode(tmp_path / "gradebook.sqlite") == "wal"
    assert shared_disk(tmp_path) == ""


def test_on_a_network_file_system_it_goes_without_wal_and_says_so(tmp_path, monkeypatch):
    path = tmp_path / "gradebook.sqlite"
    monkeypatch.setattr(opening, "network_file_system", lambda path: "")
    assert mode(path) == "wal"
    monkeypatch.setattr(opening, "network_file_system", lambda path: "nfs4")
    assert mode(path) == "delete"  # also one that was made elsewhere
    assert "network file system (nfs4), where SQLite's WAL is not safe" in shared_disk(path)
    small_class(tmp_path / "toy")
    with opened(path) as book:
        book.rebuild([tmp_path / "toy"])
        assert len(entries(book)) == 3
    assert not list(tmp_path.glob("gradebook.sqlite-*"))
