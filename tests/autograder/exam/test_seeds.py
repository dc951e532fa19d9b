"""Random cases: fixed by the course secret, the same for all, public ones without it."""

import errno
import multiprocessing
import os
import stat
import sys
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest

from autograder.errors import ConfigError
from autograder.exam.seeds import SECRET_VARIABLE, course_secret, derived, generator

SECRET = b"a secret of some length"


def numbers(*arguments):
    return generator(*arguments).standard_normal(4)


def test_the_same_secret_and_check_give_the_same_cases():
    assert np.array_equal(numbers(SECRET, "conv", "a/b"), numbers(SECRET, "conv", "a/b"))


@pytest.mark.parametrize(
    "other",
    [(b"another secret", "conv", "a/b"), (SECRET, "pool", "a/b"), (SECRET, "conv", "a/c"), (None, "conv", "a/b")],
)
def test_anything_else_gives_others(other):
    assert not np.array_equal(numbers(SECRET, "conv", "a/b"), numbers(*other))


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "course.secret"
    first = course_secret(path)
    assert len(first) == 64
    assert course_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_processes_that_start_a_course_together_agree_on_its_secret(tmp_path):
    """Workers of a batch did not: one read the file between its making and its writing."""
    context = multiprocessing.get_context("spawn" if sys.platform != "linux" else "fork")
    for number in range(20):
        path, start = tmp_path / str(number), context.Barrier(4)
        with ProcessPoolExecutor(4, context, initializer=start.wait) as pool:
            assert len(set(pool.map(course_secret, [path] * 4))) == 1
        assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_a_file_system_without_links_will_do(tmp_path, monkeypatch):
    def refused(*_):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    first = course_secret(tmp_path / "course.secret")
    assert course_secret(tmp_path / "course.secret") == first
    assert [each.name for each in tmp_path.iterdir()] == ["course.secret"]


def test_two_courses_have_different_secrets(tmp_path):
    assert course_secret(tmp_path / "a") != course_secret(tmp_path / "b")


def test_line_ends_and_blanks_around_a_secret_do_not_count(tmp_path):
    (tmp_path / "unix").write_bytes(SECRET + b"\n")
    (tmp_path / "windows").write_bytes(SECRET + b"\r\n")
    assert course_secret(tmp_path / "unix") == course_secret(tmp_path / "windows") == SECRET


def test_the_environment_can_name_another_file(tmp_path, monkeypatch):
    (tmp_path / "other").write_bytes(SECRET)
    monkeypatch.setenv(SECRET_VARIABLE, str(tmp_path / "other"))
    assert course_secret(tmp_path / "course.secret") == SECRET
    assert not (tmp_path / "course.secret").exists()


def test_a_short_secret_is_refused(tmp_path):
    (tmp_path / "course.secret").write_text("1234", encoding="utf-8")
    with pytest.raises(ConfigError, match="at least 16 characters, found 4"):
        course_secret(tmp_path / "course.secret")


def test_a_secret_that_can_be_neither_read_nor_made_says_what_to_set(tmp_path):
    with pytest.raises(ConfigError, match=SECRET_VARIABLE):
        course_secret(tmp_path / "nowhere" / "course.secret")


def test_derived_secrets_differ_and_the_first_is_the_secret_itself():
    assert derived(SECRET, 0) == SECRET
    assert len({derived(SECRET, number) for number in range(5)}) == 5
    assert derived(SECRET, 1) == derived(SECRET, 1) != derived(b"another secret", 1)
