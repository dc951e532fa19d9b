"""Markers: one for each try, by whoever is first; three failures hold, and so do ten interruptions."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.batch.attempts import MOST_FAILED, MOST_INTERRUPTED, Attempts
from autograder.gradebook import Content
from autograder.gradebook.keys import PARTS, digest

CONTENT = Content({part: digest(part) for part in PARTS})
OTHER = Content({part: digest(part + "!") for part in PARTS})


@pytest.fixture
def attempts(tmp_path):
    return Attempts(tmp_path, CONTENT)


def test_tries_are_numbered_and_say_who_is_at_it(attempts, tmp_path, monkeypatch):
    monkeypatch.setenv("SLURM_JOB_ID", "77")
    assert [attempts.begin(), attempts.begin()] == [1, 2]
    assert attempts.open == (1, 2)
    text = (tmp_path / "attempts" / f"{CONTENT.short}.1.txt").read_text(encoding="utf-8")
    assert text.startswith("begun: 20")
    assert text.endswith("Slurm job 77\n")


def test_what_failed_is_said_in_short_and_in_full(attempts, tmp_path):
    attempts.failed(attempts.begin(), "it broke\n\nTraceback: \udce9")
    assert attempts.open == ()
    assert attempts.verdict() == f"tried once: it broke (more in {tmp_path.name}/attempts)"
    assert "Traceback: ?" in (tmp_path / "attempts" / f"{CONTENT.short}.1.txt").read_text(encoding="utf-8")


def test_after_three_failures_it_is_over(attempts):
    for number in range(1, MOST_FAILED + 1):
        assert not attempts.is_over
        attempts.failed(attempts.begin(), f"failure {number}")
    assert attempts.is_over
    assert "tried 3 times: failure 3 " in attempts.verdict()


def test_interruptions_hold_nobody_for_long(attempts):
    for _ in range(MOST_INTERRUPTED):
        assert not attempts.is_over
        attempts.begin()
    assert attempts.is_over
    assert "tried 10 times: its process was killed from outside " in attempts.verdict()


def test_interruptions_are_no_failures(attempts):
    attempts.begin()
    for _ in range(MOST_FAILED - 1):
        attempts.failed(attempts.begin(), "it broke")
    attempts.begin()
    assert not attempts.is_over


def test_success_leaves_nothing_and_failures_of_others_stay(attempts, tmp_path):
    attempts.succeeded(attempts.begin())
    assert list(tmp_path.iterdir()) == []
    other = Attempts(tmp_path, OTHER)
    other.failed(other.begin(), "it broke")
    attempts.succeeded(attempts.begin())
    assert (attempts.count, other.count) == (0, 1)


def test_what_is_forgotten_is_as_if_it_had_never_been_tried(attempts):
    for _ in range(MOST_FAILED):
        attempts.failed(attempts.begin(), "it broke")
    attempts.forget()
    assert (attempts.count, attempts.is_over, attempts.begin()) == (0, False, 1)


def test_a_marker_that_is_empty_or_damaged_is_an_interruption(attempts, tmp_path):
    attempts.begin()
    (tmp_path / "attempts" / f"{CONTENT.short}.2.txt").touch()
    (tmp_path / "attempts" / f"{CONTENT.short}.3.txt").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "attempts" / f"{CONTENT.short}.x.txt").touch()
    assert attempts.open == (1, 2, 3)


def test_however_many_begin_at_once_no_two_have_the_same_number(attempts):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: attempts.begin(), range(200)))
    assert sorted(found) == list(range(1, 201))
