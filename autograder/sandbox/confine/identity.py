"""Another user for every candidate, without privileges."""

from __future__ import annotations

import contextlib
import os
import struct
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox.confine.libc import (
    PR_CAPBSET_DROP,
    PR_SET_KEEPCAPS,
    prctl,
    syscall,
)

FIRST_UID, UIDS = 60578, 600  # a range that systemd leaves to nobody, and below 65536: a container's map holds it
_HIGH_UID, _MOST_PIDS = 0x70000000, 1 << 22  # above all ranges of systemd, one for each process there can be
_CAPSET = {"x86_64": 126, "aarch64": 91}.get(os.uname().machine)
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


def become(uid: int) -> None:
    """Give up the present user for `uid`, with no supplementary groups. Needs root; raises OSError."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def forgo_capabilities() -> None:
    """See to it that no program started from here on can gain a capability; those of this process stay."""
    with contextlib.suppress(OSError):  # past the last one the kernel knows, or not ours to forgo
        for capability in range(64):
            prctl(PR_CAPBSET_DROP, capability)


def drop_capabilities(*, keep_search: bool) -> None:
    """Drop every capability, for good; with them go the ambient ones.

    Args:
        keep_search: keep the one that reads past folder permissions. Only for a Python that lies in a folder closed to
            others (such as ``/root``), and only under Landlock, which then decides alone what can be read.
    """
    _set_capabilities(1 << _DAC_READ_SEARCH if keep_search else 0)


def keep_capabilities_on_setuid() -> None:
    """Let `become` keep the permitted set, for `drop_capabilities` to cut."""
    prctl(PR_SET_KEEPCAPS, 1)


def _set_capabilities(mask: int) -> None:
    if _CAPSET is None:
        raise OSError(f"no number for capset on {os.uname().machine}")
    header = struct.pack("=Ii", _CAP_VERSION, 0)
    data = struct.pack("=6I", mask, mask, 0, mask >> 32, mask >> 32, 0)
    syscall(_CAPSET, header, data)
