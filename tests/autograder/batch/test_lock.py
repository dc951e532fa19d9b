"""One driver a folder; a second one is told who is there, and a dead one locks nothing."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from autograder.batch import lock
from autograder.batch.lock import GITIGNORE, LOCK_FILE, locked
from autograder.batch.workshop import WORKSHOP
from autograder.collect.attendance import ROSTER_FILE
from autograder.collect.names import safe_key
from autograder.errors import ConfigError
from autograder.gradebook import HISTORY_FILE
from autograder.report.summary import SUMMARY_FILE

HOLD = """
import sys, time
from pathlib import Path
from autograder.batch.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock of a folder."""
    with subprocess.Popen([sys.executable, "-c", HOLD, tmp_path / "out"], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        yield other
        other.kill()


def test_a_second_driver_is_told_who_is_there(holder, tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "_PATIENCE_SECONDS", 0.1)
    told = rf"out: process {holder.pid} on .*, since 20\d\d-.* is grading into this folder"
    with pytest.raises(ConfigError, match=told), locked(tmp_path / "out"):
        pytest.fail("two hold it")


def test_who_was_killed_locks_nothing(holder, tmp_path):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with locked(tmp_path / "out"):
        assert json.loads((tmp_path / "out" / LOCK_FILE).read_text(encoding="utf-8"))["pid"] == os.getpid()


def test_a_lock_that_is_freed_in_a_moment_is_waited_for(holder, tmp_path):
    subprocess.Popen(["sh", "-c", f"sleep 0.5; kill -9 {holder.pid}"])
    started = time.monotonic()
    with locked(tmp_path / "out"):
        assert time.monotonic() - started > 0.2


@pytest.mark.parametrize("written", ["", "{", "[]", '{"pid": "x"}', '{"pid": 1, "host": "h", "since": "now"}'])
def test_whatever_stands_there_the_message_is_one(holder, tmp_path, monkeypatch, written):
    (tmp_path / "out" / LOCK_FILE).write_text(written, encoding="utf-8")
    monkeypatch.setattr(lock, "_PATIENCE_SECONDS", 0.0)
    with pytest.raises(ConfigError, match="another process is grading into this folder"), locked(tmp_path / "out"):
        pytest.fail("two hold it")


def test_the_folder_is_made_for_its_owner_and_freed_in_the_end(tmp_path):
    for _ in range(2):
        with locked(tmp_path / "a" / "out"):
            assert (tmp_path / "a" / "out").stat().st_mode & 0o077 == 0


def test_git_sees_nothing_of_it_and_what_is_written_there_stays(tmp_path):
    with locked(tmp_path):
        assert (tmp_path / GITIGNORE).read_text(encoding="ascii") == "*\n"
    (tmp_path / GITIGNORE).write_text("own\n", encoding="ascii")
    with locked(tmp_path):
        assert (tmp_path / GITIGNORE).read_text(encoding="ascii") == "own\n"


def test_a_folder_with_other_things_in_it_stays_in_git(tmp_path):
    (tmp_path / "assignments").mkdir()
    with locked(tmp_path):
        assert not (tmp_path / GITIGNORE).exists()


def test_where_nothing_can_be_written_that_is_said(tmp_path):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(ConfigError, match="results cannot be written there"), locked(tmp_path / "out"):
        pytest.fail("there is no folder")


@pytest.mark.parametrize(
    "name", [GITIGNORE, LOCK_FILE, SUMMARY_FILE, HISTORY_FILE, ROSTER_FILE, WORKSHOP, "History.JSONL"]
)
def test_no_hand_in_is_called_as_what_lies_beside_their_folders(name):
    assert safe_key(name).casefold() != name.casefold()
