"""The filter, run by an interpreter of classic BPF that knows nothing of how it was made."""

import errno
import itertools
import os
import re
import struct
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

if sys.platform != "linux":
    pytest.skip(f"needs Linux, this is {sys.platform}", allow_module_level=True)

from autograder.sandbox.confine import seccomp
from autograder.sandbox.confine.syscalls import NEWEST, NUMBERS
from tests.autograder.sandbox.helpers import in_python

PID = 4321
AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
ALLOWED, KILLED = "allowed", "killed"


def run(program, number, arguments=(), architecture=AUDIT["x86_64"]):
    """What the kernel does with a system call: allowed, killed, or the error number."""
    padded = [argument % (1 << 64) for argument in (*arguments, *[0] * 6)[:6]]
    data = struct.pack("<IIQ6Q", number % (1 << 32), architecture, 0, *padded)
    steps = [struct.unpack_from("<HBBI", program, at) for at in range(0, len(program), 8)]
    at = accumulator = 0
    while True:
        code, if_true, if_false, value = steps[at]
        at += 1
        match code:
            case 0x20:
                (accumulator,) = struct.unpack_from("<I", data, value)
            case 0x54:
                accumulator &= value
            case 0x15:
                at += if_true if accumulator == value else if_false
            case 0x25:
                at += if_true if accumulator > value else if_false
            case 0x06:
                kind, detail = value & 0xFFFF0000, value & 0xFFFF
                return {0x7FFF0000: ALLOWED, 0x80000000: KILLED}.get(kind, detail)
            case _:
                raise AssertionError(f"an instruction {code:#x} that nobody knows")


ITSELF = struct.pack("=I", seccomp._ITSELF)


@pytest.fixture(params=["x86_64", "aarch64"])
def machine(request, monkeypatch):
    """A function that asks the two filters of that machine: of a warm process, and of its child."""
    name = request.param
    column = list(AUDIT).index(name)
    numbers = {name: pair[column] for name, pair in NUMBERS.items() if pair[column] is not None}
    monkeypatch.setattr(seccomp, "_NUMBERS", numbers)
    monkeypatch.setattr(seccomp, "_AUDIT_ARCHITECTURE", AUDIT[name])
    parts = [numbers.keys() - seccomp._LATE, seccomp._LATE]

    def ask(call, *arguments):
        programs = [seccomp.program(part).replace(ITSELF, struct.pack("=I", PID)) for part in parts]
        answers = [run(program, numbers.get(call, call), arguments, AUDIT[name]) for program in programs]
        return next((answer for answer in answers if answer != ALLOWED), ALLOWED)

    ask.numbers = numbers
    return ask


CONDITIONAL = {
    "clone", "clone3", "openat2", "preadv2", "pwritev2", "open", "openat", "mmap", "prctl", "ioctl", "fcntl",
    "kill", "tgkill", "prlimit64", "sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr",
}  # fmt: skip


def test_what_is_listed_is_denied(machine):
    for name, number in machine.numbers.items():
        if name not in CONDITIONAL:
            assert machine(name) == (errno.EPERM if number <= NEWEST else errno.ENOSYS), name


def test_everything_else_is_allowed(machine):
    listed = set(machine.numbers.values())
    for number in range(NEWEST + 1):
        if number not in listed:
            assert machine(number) == ALLOWED, number


@pytest.mark.parametrize("number", [NEWEST + 1, 1000, 0x40000000, 0x40000039, -1])
def test_the_unknown_does_not_exist(machine, number):
    assert machine(number) == errno.ENOSYS


def test_another_architecture_is_killed(machine):
    program = seccomp.program(seccomp._NUMBERS)
    assert run(program, 1, architecture=0x40000003) == KILLED


@pytest.mark.parametrize(
    ("call", "arguments", "expected"),
    [
        ("clone", (0x00010000 | 0x3D0F00,), ALLOWED),  # a thread
        ("clone", (17,), errno.EPERM),  # a process
        ("clone", (0x10000000 | 17,), errno.EPERM),
        ("clone3", (), errno.ENOSYS),
        ("openat2", (), errno.ENOSYS),
        ("mmap", (0, 4096, 3, 0x22), ALLOWED),
        ("mmap", (0, 4096, 3, 0x21), errno.EPERM),
        ("mmap", (0, 4096, 3, 0x8023), errno.EPERM),
        ("mmap", (0, 4096, 1, 0x01), ALLOWED),  # a file
        ("mmap", (0, 4096, 3, 0x122), errno.EPERM),  # growing downwards, past what the limit on data counts
        ("prctl", (1, 0), errno.EPERM),
        ("prctl", (4, 1), errno.EPERM),
        ("prctl", (15, 0), ALLOWED),
        ("ioctl", (0, 0x5412), errno.EPERM),
        ("ioctl", (0, 0xFFFFFFFF_00005412), errno.EPERM),  # the kernel looks at 32 bits
        ("ioctl", (0, 0x541C), errno.EPERM),
        ("ioctl", (0, 0x8901), errno.EPERM),
        ("ioctl", (0, 0x5401), ALLOWED),
        ("ioctl", (0, 0x40086602), errno.EPERM),  # flags of a file, which only its owner may set
        ("ioctl", (0, 0x40087602), errno.EPERM),
        ("ioctl", (0, 0xC0185879), errno.EPERM),
        ("ioctl", (0, 0x50009401), errno.EPERM),
        ("preadv2", (0, 0, 0, 0, 8), errno.ENOSYS),
        ("pwritev2", (0, 0, 0, 0, 0), errno.ENOSYS),
        ("fcntl", (3, 1024, 1), errno.EPERM),  # a lease
        ("fcntl", (3, 6, 0), errno.EPERM),  # a lock
        ("fcntl", (3, 1036, 0), errno.EPERM),  # a hint that stays with the file
        ("fcntl", (3, 1030, 5), ALLOWED),  # a duplicate
        ("fcntl", (3, 8, 1), errno.EPERM),
        ("fcntl", (3, 10, 9), errno.EPERM),
        ("fcntl", (3, 15, 0), errno.EPERM),
        ("fcntl", (3, 1), ALLOWED),
        ("kill", (PID, 9), ALLOWED),
        ("kill", (0, 9), errno.EPERM),
        ("kill", (-1, 9), errno.EPERM),
        ("kill", (1, 9), errno.EPERM),
        ("tgkill", (PID, 5, 6), ALLOWED),
        ("tgkill", (PID + 1, 5, 6), errno.EPERM),
        ("prlimit64", (0, 7), ALLOWED),
        ("prlimit64", (PID, 7), ALLOWED),
        ("prlimit64", (1, 7), errno.EPERM),
        ("sched_setaffinity", (0,), ALLOWED),
        ("sched_setaffinity", (1,), errno.EPERM),
        ("openat", (0, 0, os.O_WRONLY | os.O_CREAT), ALLOWED),  # Landlock decides
    ],
)
def test_what_depends_on_arguments(machine, call, arguments, expected):
    assert machine(call, *arguments) == expected


@given(st.integers(0, (1 << 32) - 1))
def test_without_landlock_opening_to_write_is_denied(flags):
    program = seccomp.program(seccomp._NUMBERS, deny_opening_to_write=True)
    writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    result = run(program, seccomp._NUMBERS["openat"], (0, 0, flags), seccomp._AUDIT_ARCHITECTURE)
    assert result == (errno.EACCES if writes else ALLOWED)


def test_the_place_for_the_process_number_occurs_only_where_it_belongs():
    """It is found by its bytes."""
    for deny, names in itertools.product((False, True), (seccomp._NUMBERS, seccomp._LATE)):
        program = seccomp.program(names, deny_opening_to_write=deny)
        assert program.count(ITSELF) == len(seccomp._ONLY_ON_ITSELF)


def test_the_program_is_not_longer_than_the_kernel_takes():
    assert len(seccomp.program(seccomp._NUMBERS, deny_opening_to_write=True)) // 8 <= 4096


def test_a_machine_without_a_table_is_refused(monkeypatch):
    monkeypatch.setattr(seccomp, "_MACHINE", "riscv64")
    with pytest.raises(OSError, match="no table of system calls for riscv64"):
        seccomp.rest(deny_opening_to_write=False)


def test_the_kernel_takes_it_and_threads_are_confined_too():
    told = in_python(
        """
        import os, threading
        from autograder.sandbox.confine import libc, seccomp
        libc.prctl(libc.PR_SET_NO_NEW_PRIVS, 1)
        seccomp.prepare()
        libc.make([seccomp.rest(deny_opening_to_write=False).call])
        def attempt():
            try:
                os.fork()
            except PermissionError:
                print("refused")
        attempt()
        thread = threading.Thread(target=attempt)
        thread.start()
        thread.join()
        """
    )
    assert told.split() == ["refused", "refused"]


HEADERS = {0: "/usr/include/x86_64-linux-gnu/asm/unistd_64.h", 1: "/usr/include/asm-generic/unistd.h"}


@pytest.mark.parametrize("column", HEADERS)
def test_the_numbers_are_the_kernels(column):
    header = Path(HEADERS[column])
    if not header.exists():
        pytest.skip(f"no {header} here")
    found = dict(re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text()))
    known = {name: pair[column] for name, pair in NUMBERS.items() if pair[column] is not None and name in found}
    assert len(known) > 120
    assert {name: int(found[name]) for name in known} == known
