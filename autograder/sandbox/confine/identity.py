"""Another user for every candidate, without privileges."""

from __future__ import annotations

import ctypes
import os
import struct

from autograder.sandbox.confine.libc import (
    PR_CAP_AMBIENT,
    PR_CAPBSET_DROP,
    PR_SET_KEEPCAPS,
    prctl,
    syscall,
)

FIRST_UID, UIDS = 61184, 4096  # below 65536, so that a container's map holds them; no distribution gives them out
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAP_VERSION = 0x20080522
_DAC_READ_SEARCH = 2
_AMBIENT_CLEAR_ALL = 4


def become(uid: int) -> None:
    """Give up the present user for `uid`, with no supplementary groups. Needs root; raises OSError."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def drop_capabilities(*, keep_search: bool) -> None:
    """Drop every capability, for good.

    Args:
        keep_search: keep the one that reads past folder permissions. Only for a Python that lies in a folder closed to
            others (such as ``/root``), and only under Landlock, which then decides alone what can be read.
    """
    for capability in range(64):
        if keep_search and capability == _DAC_READ_SEARCH:
            continue
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:
            continue  # past the last one the kernel knows, or not ours to drop: the sets below are emptied anyway
    try:
        prctl(PR_CAP_AMBIENT, _AMBIENT_CLEAR_ALL)
    finally:
        _set_capabilities(1 << _DAC_READ_SEARCH if keep_search else 0)


def keep_capabilities_on_setuid() -> None:
    """Let `become` keep the permitted set, for `drop_capabilities` to cut."""
    prctl(PR_SET_KEEPCAPS, 1)


def _set_capabilities(mask: int) -> None:
    header = ctypes.create_string_buffer(struct.pack("=Ii", _CAP_VERSION, 0))
    data = ctypes.create_string_buffer(struct.pack("=6I", mask, mask, 0, mask >> 32, mask >> 32, 0))
    syscall(_CAPSET[os.uname().machine], header, data)
