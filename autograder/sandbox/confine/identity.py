"""Another user for every candidate, without privileges."""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox.confine.libc import PR_CAPBSET_DROP, PR_SET_KEEPCAPS, Call, of, prctl

FIRST_UID, UIDS = 60578, 600  # a range that systemd leaves to nobody, and below 65536: a container's map holds it
_HIGH_UID, _MOST_PIDS = 0x70000000, 1 << 22  # above all ranges of systemd, one for each process there can be
_CAP_VERSION = 0x20080522
_DAC_READ_SEARCH = 2


@dataclass(frozen=True)
class Users:
    """User ids for candidates, by their process ids.

    Attributes:
        count: where it is that of all process ids, no two candidates share a user.
    """

    first: int
    count: int

    def of(self, pid: int) -> int:
        """The user id of one candidate."""
        return self.first + pid % self.count


def candidates_users() -> Users:
    """One for each process where this user namespace has so many, as it mostly has also in containers."""
    ranges = [tuple(map(int, line.split())) for line in Path("/proc/self/uid_map").read_text().splitlines()]
    many = any(inner <= _HIGH_UID and inner + size >= _HIGH_UID + _MOST_PIDS for inner, _, size in ranges)
    return Users(_HIGH_UID, _MOST_PIDS) if many else Users(FIRST_UID, UIDS)


class Change:
    """Of a child's user, with no supplementary groups; that of this process stays. Needs root.

    Attributes:
        calls: for the child to make.
    """

    def __init__(self) -> None:
        os.setgroups([])
        prctl(PR_SET_KEEPCAPS, 1)  # of the permitted set, for `of_dropping_capabilities` to cut
        self._uid = ctypes.c_uint(0)
        three = (self._uid,) * 3
        self.calls = (of("setresgid", *three), of("setresuid", *three))

    def aim(self, uid: int) -> None:
        """Say whom to become."""
        self._uid.value = uid


def forgo_capabilities() -> None:
    """See to it that no program started from here on can gain a capability; those of this process stay."""
    with contextlib.suppress(OSError):  # past the last one the kernel knows, or not ours to forgo
        for capability in range(64):
            prctl(PR_CAPBSET_DROP, capability)


def of_dropping_capabilities(*, keep_search: bool) -> Call:
    """Drop every capability, for good; with them go the ambient ones.

    Args:
        keep_search: keep the one that reads past folder permissions. Only for a Python that lies in a folder closed to
            others (such as ``/root``), and only under Landlock, which then decides alone what can be read.
    """
    mask = 1 << _DAC_READ_SEARCH if keep_search else 0
    return of("capset", struct.pack("=Ii", _CAP_VERSION, 0), struct.pack("=6I", mask, mask, 0, 0, 0, 0))
