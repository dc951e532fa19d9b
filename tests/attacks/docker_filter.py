"""Docker's default seccomp profile for a container with the default capabilities, as the kernel's filter.

Docker allows a list and answers the rest with EPERM, calls that are newer than its list with ENOSYS. What it leaves out
is the shorter list, so that is what is written here. The calls of 32-bit programs all pass: laxer than Docker.
"""

import ctypes
import errno
import platform
import struct

from autograder.sandbox.confine.libc import syscall

MACHINES = {"x86_64": (0, 0xC000003E, 317), "aarch64": (1, 0xC00000B7, 277)}  # column, audit architecture, seccomp(2)
NEWEST = 466  # removexattrat, the last that the profile names
DENIED = {
    "_sysctl": (156, None), "acct": (163, 89), "add_key": (248, 217), "afs_syscall": (183, None), "bpf": (321, 280),
    "clock_settime": (227, 112), "create_module": (174, None), "delete_module": (176, 106),
    "fanotify_init": (300, 262), "finit_module": (313, 273), "fsconfig": (431, 431), "fsmount": (432, 432),
    "fsopen": (430, 430), "fspick": (433, 433), "get_kernel_syms": (177, None), "get_mempolicy": (239, 236),
    "getpmsg": (181, None), "init_module": (175, 105), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "io_uring_setup": (425, 425), "ioperm": (173, None), "iopl": (172, None), "kcmp": (312, 272),
    "kexec_file_load": (320, 294), "kexec_load": (246, 104), "keyctl": (250, 219), "lookup_dcookie": (212, 18),
    "lsm_get_self_attr": (459, 459), "lsm_list_modules": (461, 461), "lsm_set_self_attr": (460, 460),
    "mbind": (237, 235), "migrate_pages": (256, 238), "mount": (165, 40), "mount_setattr": (442, 442),
    "move_mount": (429, 429), "move_pages": (279, 239), "nfsservctl": (180, 42), "open_by_handle_at": (304, 265),
    "open_tree": (428, 428), "perf_event_open": (298, 241), "pidfd_getfd": (438, 438), "pivot_root": (155, 41),
    "process_madvise": (440, 440), "putpmsg": (182, None), "query_module": (178, None), "quotactl": (179, 60),
    "quotactl_fd": (443, 443), "reboot": (169, 142), "request_key": (249, 218), "security": (185, None),
    "set_mempolicy": (238, 237), "set_mempolicy_home_node": (450, 450), "setdomainname": (171, 162),
    "sethostname": (170, 161), "setns": (308, 268), "settimeofday": (164, 170), "swapoff": (168, 225),
    "swapon": (167, 224), "sysfs": (139, None), "syslog": (103, 116), "tuxcall": (184, None), "umount2": (166, 39),
    "unshare": (272, 97), "uselib": (134, None), "userfaultfd": (323, 282), "ustat": (136, None),
    "vhangup": (153, 58), "vserver": (236, None),
}  # fmt: skip
CLONE, CLONE3, PERSONALITY, SOCKET = (56, 220), 435, (135, 92), (41, 198)
NAMESPACES = 0x7E020000  # the flags of clone that make one
PERSONALITIES = (0, 8, 0x20000, 0x20008, 0xFFFFFFFF)
FAMILIES = (*range(12), *range(13, 19), 21, 22, 24, *range(26, 34), 35, 36, 39, *range(41, 46))

LOAD, JUMP_EQUAL, JUMP_ABOVE, AND, RETURN = 0x20, 0x15, 0x25, 0x54, 0x06
ALLOW, ERROR = 0x7FFF0000, 0x00050000
SET_MODE_FILTER = 1
PASS = (RETURN, 0, 0, ALLOW)
EPERM, ENOSYS = ((RETURN, 0, 0, ERROR | code) for code in (errno.EPERM, errno.ENOSYS))


def load():
    """Put the filter on this process, for good. Without `no_new_privs`, as Docker does: needs CAP_SYS_ADMIN."""
    column, architecture, number = MACHINES[platform.machine()]
    put_on(program(column, architecture), number)


def put_on(steps, number):
    """Put a filter on this process, for good; `number` is that of seccomp(2)."""
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    address = ctypes.cast(ctypes.c_char_p(code), ctypes.c_void_p).value
    syscall(number, SET_MODE_FILTER, 0, struct.pack("@HP", len(code) // 8, address))


def program(column, architecture):
    steps = [
        (LOAD, 0, 0, 4), (JUMP_EQUAL, 1, 0, architecture), PASS,
        (LOAD, 0, 0, 0), (AND, 0, 0, 0xBFFFFFFF),  # the calls of x32 have the same names
        (JUMP_ABOVE, 0, 1, NEWEST), ENOSYS,
        (JUMP_EQUAL, 0, 1, CLONE3), ENOSYS,
        *of(CLONE[column], [(AND, 0, 0, NAMESPACES), (JUMP_EQUAL, 0, 1, 0), PASS]),
        *of(SOCKET[column], one_of(FAMILIES)),
        *of(PERSONALITY[column], one_of(PERSONALITIES)),
    ]  # fmt: skip
    for number in (pair[column] for pair in DENIED.values() if pair[column] is not None):
        steps += [(JUMP_EQUAL, 0, 1, number), EPERM]
    return [*steps, PASS]


def of(number, allowed):
    """Steps for one call that is allowed by its first argument."""
    steps = [(LOAD, 0, 0, 16), *allowed, EPERM]
    return [(JUMP_EQUAL, 0, len(steps), number), *steps]


def one_of(values):
    return [step for value in values for step in ((JUMP_EQUAL, 0, 1, value), PASS)]
