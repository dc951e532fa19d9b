"""Whoever knows the answers is closed to the other processes of the same user."""

import subprocess
import sys

import pytest

if sys.platform != "linux":
    pytest.skip("only Linux has this", allow_module_level=True)

LOOK = """
import os, pathlib, sys, time
from autograder.batch.closed import close_to_others
from autograder.sandbox.confine.libc import PR_SET_DUMPABLE, prctl

def fork(run):
    child = os.fork()
    if child == 0:
        if os.getuid() == 0:
            os.setgroups([]), os.setgid(65534), os.setuid(65534)
            prctl(PR_SET_DUMPABLE, 1)  # as it is for whoever was never root
        os._exit(run())
    return child

def know():
    if "closed" in sys.argv:
        close_to_others()
    os.write(ready, b"!")
    time.sleep(60)

def look():
    try:
        pathlib.Path(f"/proc/{knows}/environ").read_bytes()
    except PermissionError:
        return 13
    return 0

waiting, ready = os.pipe()
knows = fork(know)
os.read(waiting, 1)
_, status = os.waitpid(fork(look), 0)
os.kill(knows, 9)
sys.exit(os.waitstatus_to_exitcode(status))
"""


@pytest.mark.parametrize(("state", "found"), [("open", 0), ("closed", 13)])
def test_only_a_closed_process_shows_nothing_to_its_own_user(state, found):
    done = subprocess.run([sys.executable, "-c", LOOK, state], capture_output=True, text=True, check=False)
    assert done.returncode == found, done.stderr
