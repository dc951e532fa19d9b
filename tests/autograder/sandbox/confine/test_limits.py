"""Resource limits, put on processes of their own."""

import re
import sys

import pytest

from tests.autograder.sandbox.helpers import in_python

if sys.platform != "linux":
    pytest.skip(f"needs Linux, this is {sys.platform}", allow_module_level=True)


def test_limits_are_what_was_asked_and_cannot_be_raised():
    told = in_python(
        """
        import math, os, resource
        from autograder.sandbox.confine import libc, limits
        mapped = limits.mapped()
        mine = limits.Limits(own_user=False)
        mine.aim(100, 2.5)
        libc.make(mine.calls)
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        assert soft == hard
        assert 0 <= soft - mapped - (100 << 20) < 4 << 20
        seconds = math.ceil(2.5 * len(os.sched_getaffinity(0))) + 1  # of all threads together
        assert resource.getrlimit(resource.RLIMIT_CPU) == (seconds, seconds + 1)  # first SIGXCPU, which says why
        assert resource.getrlimit(resource.RLIMIT_FSIZE) == resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
        try:
            data = bytearray(120 << 20)
        except MemoryError:
            print("refused")
        """
    )
    assert told == "refused"


@pytest.mark.parametrize("own_user", [False, True])
def test_threads_are_limited_and_a_shared_user_keeps_those_it_has(own_user):
    told = in_python(
        f"""
        import resource
        from autograder.sandbox.confine import libc, limits
        mine = limits.Limits(own_user={own_user})
        mine.aim(100, 1)
        libc.make(mine.calls)
        print(resource.getrlimit(resource.RLIMIT_NPROC)[1] - limits.MAX_THREADS)
        """
    )
    if own_user:
        assert told == "0"
    else:
        assert 1 <= int(told) < 1 << 16


def test_a_limit_that_is_stricter_already_stays():
    told = in_python(
        """
        import resource
        from autograder.sandbox.confine import libc, limits
        resource.setrlimit(resource.RLIMIT_NPROC, (9, 10))
        resource.setrlimit(resource.RLIMIT_CPU, (2, 3))
        mine = limits.Limits(own_user=False)
        mine.aim(100, 60)
        libc.make(mine.calls)
        print(resource.getrlimit(resource.RLIMIT_NPROC), resource.getrlimit(resource.RLIMIT_CPU))
        """
    )
    assert told == "(10, 10) (3, 3)"


def test_less_memory_than_asked_is_an_error_and_not_a_tighter_limit():
    """A candidate with less than the assignment says would seem to have taken too much."""
    told = in_python(
        """
        import resource
        from autograder.sandbox.confine import limits
        most = limits.mapped() + (100 << 20)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        mine = limits.Limits(own_user=False)
        mine.aim(90, 1)
        try:
            mine.aim(200, 1)
        except OSError as error:
            print(error)
        """
    )
    assert re.fullmatch(r"a hard limit of memory here leaves a candidate \d+ of 200 MiB \(ulimit -H -a\)", told)


def test_a_hard_limit_beyond_what_python_counts_is_not_taken_for_one_below_zero():
    told = in_python(
        """
        import resource
        from autograder.sandbox.confine import libc, limits
        resource.setrlimit(resource.RLIMIT_AS, (-3, -3))
        mine = limits.Limits(own_user=False)
        mine.aim(100, 1)
        libc.make(mine.calls)
        print(0 < resource.getrlimit(resource.RLIMIT_AS)[1] < 1 << 40)
        """
    )
    assert told == "True"


def test_a_floor_that_only_root_may_leave_is_the_turn_of_the_parent_again():
    """Where a service raised it, as Gradescope's or Slurm's may, a parent without privileges can go back to it."""
    told = in_python(
        """
        import os
        from pathlib import Path
        from autograder.sandbox.confine import libc, limits
        file = Path("/proc/self/oom_score_adj")
        file.write_text("300")
        if os.getuid() == 0:
            os.setresuid(61000, 61000, 61000)
            libc.prctl(libc.PR_SET_DUMPABLE, 1)  # dumpable, or its own files in /proc would be root's
        turn = limits.Turn()
        turn.first()
        first = file.read_text().strip()
        turn.second()
        print(first, file.read_text().strip())
        """
    )
    assert told.split() == ["1000", "300"]


def test_candidates_die_before_their_parent_when_memory_runs_out():
    told = in_python(
        """
        import os
        from pathlib import Path
        from autograder.sandbox.confine import libc, limits
        score = Path("/proc/self/oom_score_adj").read_text
        before = score()
        turn = limits.Turn()
        turn.first()
        if os.fork() == 0:
            print(score(), end="", flush=True)
            os._exit(0)
        turn.second()
        os.wait()
        print(score() == before)
        """
    )
    assert told.split() == ["1000", "True"]
