"""Candidates that may use a GPU: what CUDA needs is there, and nothing else is given up. Half of it needs a GPU."""

import sys

import pytest

from autograder.records import Outcome
from autograder.sandbox.base import Bounds
from tests.autograder.sandbox.helpers import ask, failure, hand_in

if sys.platform != "linux":
    pytest.skip(f"needs Linux, this is {sys.platform}", allow_module_level=True)

from autograder.sandbox.confine import gpu
from autograder.sandbox.linux import LinuxSandbox
from tests.autograder.sandbox.test_linux_deeds import (
    DOER,
    MEDDLING,
    READING,
    STARTING,
    TALKING,
    WRITING,
    attempt,
    secret,
)

__all__ = ["secret"]

BOUNDS = Bounds(seconds=60, memory_mb=512, reply_mb=16)
ALLOWED = {"a file in memory"}  # of the deeds: CUDA shares memory with itself that way
DEEDS = {
    name: deed
    for table in (READING, WRITING, STARTING, TALKING, MEDDLING)
    for name, deed in table.items()
    if name not in ALLOWED
}


@pytest.fixture(scope="module")
def sandbox(linux):
    """`linux` only tells whether there is a sandbox here."""
    with LinuxSandbox(("numpy", "torch"), for_gpu=True) as sandbox:
        assert sandbox.isolation.layers == linux.isolation.layers
        yield sandbox


@pytest.fixture
def start(sandbox):
    candidates = []

    def start(text):
        candidates.append(sandbox.start(hand_in(text), BOUNDS))
        return candidates[-1]

    yield start
    for candidate in candidates:
        candidate.close()


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_room_for_cuda_is_no_room_for_anything_else(start, secret, deed):
    assert attempt(start(DOER), deed, secret).startswith("refused: ")
    assert secret.read_text() == "the right answers"


@pytest.mark.parametrize("how", ["np.ones(1 << 27)", "torch.ones(1 << 28)", "bytearray(1 << 30)"])
def test_memory_is_limited_without_a_limit_on_addresses(start, how):
    failed = failure(start(f"import numpy as np\nimport torch\ndef f(): return len({how})"), "f")
    assert failed.outcome is Outcome.OUT_OF_MEMORY


def test_addresses_may_be_reserved_as_cuda_does(start):
    text = """
        import ctypes
        libc = ctypes.CDLL(None)
        libc.mmap.restype = ctypes.c_void_p
        libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
        def reserve():
            "64 GiB that cannot be touched, private and anonymous."
            return libc.mmap(None, 64 << 30, 0, 0x4022, -1, 0) != ctypes.c_void_p(-1).value
    """
    assert ask(start(text), "reserve")


def test_threads_may_be_named(start):
    text = """
        import os
        def name():
            with open(f"/proc/self/task/{os.getpid()}/comm", "r+") as file:  # as pthread_setname_np does
                file.write("cuda")
            return True
    """
    assert ask(start(text), "name")


needs_a_gpu = pytest.mark.skipif(not gpu.devices(), reason="there is no GPU here")


@needs_a_gpu
def test_a_network_learns_on_the_gpu(start):
    text = """
        import torch
        def losses():
            torch.manual_seed(0)
            net = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3), torch.nn.Flatten(), torch.nn.Linear(8 * 14 * 14, 5))
            x, y = torch.randn(16, 3, 16, 16).cuda(), torch.arange(16).cuda() % 5
            net.cuda()
            optimizer, found = torch.optim.Adam(net.parameters(), 1e-2), []
            for _ in range(12):
                optimizer.zero_grad()
                loss = torch.nn.functional.cross_entropy(net(x), y)
                loss.backward()
                optimizer.step()
                found.append(loss.item())
            return found
    """
    found = ask(start(text), "losses")
    assert found[-1] < 0.5 * found[0]


@needs_a_gpu
def test_every_candidate_can_begin_with_the_gpu(start):
    """A fork of a process that has touched CUDA could not."""
    for _ in range(3):
        assert ask(start("import torch\ndef f(): return torch.ones(3, device='cuda').sum().item()"), "f") == 3.0
