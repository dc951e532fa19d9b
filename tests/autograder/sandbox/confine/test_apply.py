"""All layers together: what the sandbox's own tests do not show."""

import sys

import pytest

from tests.autograder.sandbox.helpers import in_python

if sys.platform != "linux":
    pytest.skip(f"needs Linux, this is {sys.platform}", allow_module_level=True)


def test_a_planned_layer_that_does_not_go_on_is_an_error():
    told = in_python(
        """
        import os
        from autograder.sandbox.confine import apply
        if os.fork():
            os.wait()
        else:
            try:
                apply.Confinement(apply.Plan(frozenset({"landlock"}), ruleset=None))
            except OSError as error:
                print(error, flush=True)
            os._exit(0)
        """
    )
    assert told == "the kernel has no Landlock"


def test_nobody_may_look_into_a_process_without_new_privileges():
    told = in_python(
        """
        import os
        from autograder.sandbox.confine import apply, libc
        if os.fork():
            os.wait()
        else:
            apply.Confinement(apply.Plan(frozenset({"no_new_privs"}))).put_on(uid=1, parent=os.getppid())
            get_no_new_privs, get_dumpable = 39, 3
            print([libc._libc.prctl(what, 0, 0, 0, 0) for what in (get_no_new_privs, get_dumpable)], flush=True)
            os._exit(0)
        """
    )
    assert told == "[1, 0]"


def test_a_candidate_whose_parent_died_first_dies_too():
    told = in_python(
        """
        import os
        from autograder.sandbox.confine import apply
        child = os.fork()
        if child == 0:
            apply.Confinement(apply.Plan(frozenset())).put_on(uid=1, parent=os.getppid() + 1)
            os._exit(0)
        print(os.waitpid(child, 0)[1])
        """
    )
    assert told == "9"
