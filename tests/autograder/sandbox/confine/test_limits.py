"""Resource limits, put on processes of their own."""

import sys

import pytest

from tests.autograder.sandbox.helpers import in_python

if sys.platform != "linux":
    pytest.skip(f"needs Linux, this is {sys.platform}", allow_module_level=True)


def test_limits_are_what_was_asked_and_cannot_be_raised():
    told = in_python(
        """
        import resource
        from autograder.sandbox.confine import limits
        mapped = limits._mapped()
        limits.restrict(100, 2.5, own_user=False)
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        assert soft == hard
        assert 0 <= soft - mapped - (100 << 20) < 4 << 20
        assert resource.getrlimit(resource.RLIMIT_CPU) == (4, 5)  # first SIGXCPU, which says why
        assert resource.getrlimit(resource.RLIMIT_FSIZE) == resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
        try:
            data = bytearray(120 << 20)
        except MemoryError:
            print("refused")
        """
    )
    assert told == "refused"


@pytest.mark.parametrize("own_user", [False, True])
def test_threads_are_only_counted_for_a_user_of_its_own(own_user):
    told = in_python(
        f"""
        import resource
        from autograder.sandbox.confine import limits
        before = resource.getrlimit(resource.RLIMIT_NPROC)
        limits.restrict(100, 1, own_user={own_user})
        after = resource.getrlimit(resource.RLIMIT_NPROC)
        print(after == (limits.MAX_THREADS, limits.MAX_THREADS), after == before)
        """
    )
    assert told == f"{own_user} {not own_user}"


def test_the_candidate_is_the_first_to_die_when_memory_runs_out():
    told = in_python(
        """
        from pathlib import Path
        from autograder.sandbox.confine import limits
        limits.first_to_die()
        print(Path("/proc/self/oom_score_adj").read_text())
        """
    )
    assert told == "1000"
