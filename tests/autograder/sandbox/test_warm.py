"""Parts of the warm process that need no candidate; the rest is in `test_linux`."""

import sys

import pytest

from tests.autograder.sandbox.helpers import in_python

if sys.platform != "linux":
    pytest.skip(f"needs Linux, this is {sys.platform}", allow_module_level=True)

from autograder.sandbox.linux import _ENVIRONMENT


def test_all_descriptors_are_closed_but_those_that_are_kept():
    left = in_python(
        """
        import os, resource
        from autograder.sandbox.warm import _close_all_but, _end_of_descriptors
        opened = [os.open("/", os.O_RDONLY) for _ in range(40)]
        out = os.dup2(1, 99)
        os.dup2(opened[0], 120)
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        _close_all_but(opened[20], 99, None, opened[3], end=_end_of_descriptors())
        for descriptor in range(3, 300):
            try:
                os.fstat(descriptor)
                os.write(out, f"{descriptor} ".encode())
            except OSError:
                pass
        os.write(out, f"= {opened[3]} {opened[20]} 99".encode())
        """
    )
    open_now, expected = left.split(" = ")
    assert open_now == expected


@pytest.mark.parametrize(("threads", "said"), [(0, "fine"), (1, "the warm process has 2 threads")])
def test_a_process_with_more_threads_than_one_does_not_fork(threads, said):
    told = in_python(
        f"""
        import threading
        from autograder.sandbox.warm import _alone
        for _ in range({threads}):
            threading.Thread(target=threading.Event().wait, daemon=True).start()
        try:
            _alone()
            print("fine")
        except RuntimeError as error:
            print(error)
        """,
        env=_ENVIRONMENT,
    )
    assert told.startswith(said)
