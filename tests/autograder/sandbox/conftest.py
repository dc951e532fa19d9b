"""Both back ends, each started once for this folder, and candidates that are closed when their test ends."""

import contextlib
import sys

import pytest

from autograder.errors import SandboxFault
from autograder.sandbox.portable import PortableSandbox
from tests.autograder.sandbox.helpers import BOUNDS, hand_in

BACK_ENDS = ("linux", "portable")


@pytest.fixture(scope="package")
def linux():
    """A Linux sandbox that confines; skips where there is none."""
    if sys.platform != "linux":
        pytest.skip(f"needs Linux, this is {sys.platform}")
    from autograder.sandbox.linux import LinuxSandbox, confines

    try:
        sandbox = LinuxSandbox(("numpy",))
    except SandboxFault as fault:
        pytest.skip(f"the Linux sandbox does not start here: {fault}")
    with sandbox:
        if not confines(sandbox.isolation):
            pytest.skip(f"the Linux sandbox cannot confine here: {dict(sandbox.isolation.missing)}")
        yield sandbox


@pytest.fixture(scope="package")
def portable():
    with PortableSandbox(()) as sandbox:
        yield sandbox


@contextlib.contextmanager
def candidates_of(sandbox):
    opened = []

    def start(text="", bounds=BOUNDS, **others):
        sources = text if isinstance(text, dict) else hand_in(text, **others)
        opened.append(sandbox.start(sources, bounds))
        return opened[-1]

    yield start
    for candidate in opened:
        candidate.close()


@pytest.fixture
def start_linux(linux):
    """Start a candidate: ``start(source of module "work", other=source)``."""
    with candidates_of(linux) as starter:
        yield starter
