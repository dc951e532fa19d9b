"""No socket, no queue, no shared memory: nobody to talk to, nothing to leave for whoever comes next."""

import encodings
import os
from pathlib import Path

import pytest

from .attacker import is_refused
from .conftest import deeds

SOCKETS = {
    "TCP": "socket.socket()",
    "TCP over IPv6": "socket.socket(socket.AF_INET6)",
    "UDP": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "UDP over IPv6": "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
    "a raw socket": "socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)",
    "ping": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP)",
    "packets": "socket.socket(17, socket.SOCK_RAW, 3)",
    "netlink": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)",
    "a path": "socket.socket(socket.AF_UNIX).bind(v.folder + '/' + MARK)",
    "an abstract name": "socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).bind('\\0' + MARK)",
    "a pair": "socket.socketpair()",
    "a pair of datagrams": "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)",
    "the host of a virtual machine": "socket.socket(40, socket.SOCK_STREAM)",
    "the kernel's ciphers": "socket.socket(38, socket.SOCK_SEQPACKET)",
    "bluetooth": "socket.socket(31, socket.SOCK_RAW, 1)",
    "a web page": "import http.client; http.client.HTTPConnection('127.0.0.1', 9).connect()",
    "an address": "socket.create_connection(('127.0.0.1', 9))",
    "the channel, elsewhere": "socket.socket(fileno=os.dup(channel())).connect('\\0elsewhere')",
    "the channel, under a name": "socket.socket(fileno=os.dup(channel())).bind('\\0' + MARK)",
    "the channel, as a server": "socket.socket(fileno=os.dup(channel())).listen()",
    "guests at the channel": "syscall('accept4', channel(), 0, 0, 0)",
}
MESSAGES = {
    "shared memory": "syscall('shmget', KEY, 4096, 0o1666)",
    "a message queue": "syscall('msgget', KEY, 0o1666)",
    "a semaphore": "syscall('semget', KEY, 1, 0o1666)",
    "a POSIX queue": "syscall('mq_open', MARK.encode(), os.O_CREAT | os.O_RDWR, 0o666, 0)",
    "a key": "syscall('add_key', b'user', MARK.encode(), b'1', 1, -4)",
    "a key of its user's": "syscall('keyctl', 0, -4, 1, 0, 0)",
    "a request for a key": "syscall('request_key', b'user', MARK.encode(), 0, -4)",
    "a file in memory": "os.memfd_create(MARK)",
    "a secret file in memory": "syscall('memfd_secret', 0)",
    "memory that is shared": "mmap.mmap(-1, 4096)",
    "a lock on a file": "fcntl.flock(os.open(os.__file__, os.O_RDONLY), fcntl.LOCK_SH)",
}
LEFT_BEHIND = {
    "a global": ("sys.left = 1", "return hasattr(sys, 'left')"),
    "a module": ("sys.modules['left'] = sys", "return 'left' in sys.modules"),
    "an attribute of a library": ("import numpy; numpy.left = 1", "import numpy; return hasattr(numpy, 'left')"),
    "numbers in a library": ("import numpy; numpy.pi = 3", "import numpy; return numpy.pi == 3"),
    "a patched builtin": ("import builtins; builtins.left = 1", "import builtins; return hasattr(builtins, 'left')"),
    "the environment": ("os.environ['LEFT'] = '1'; os.putenv('LEFT', '1')", "return 'LEFT' in os.environ"),
    "random state": (
        "import random, numpy; random.seed(5); numpy.random.seed(5)",
        "import random, numpy; random.seed(random.random()); first = numpy.random.random(); numpy.random.seed(5); "
        "return first == numpy.random.random()",
    ),
    "its folder": ("os.chdir('/usr/lib')", "return os.getcwd() != '/'"),
    "a descriptor": ("os.dup2(os.pipe()[0], 40)", "return fcntl.fcntl(40, fcntl.F_GETFD) >= 0"),
    "a mask for files": ("os.umask(0o077)", "return os.umask(0) == 0o077"),
    "a name of the process": (
        "checked(libc.prctl(15, b'left', 0, 0, 0))",
        "name = ctypes.create_string_buffer(16); checked(libc.prctl(16, name, 0, 0, 0)); return name.value == b'left'",
    ),
    "a signal handler": (
        "signal.signal(signal.SIGUSR1, signal.SIG_IGN)",
        "return signal.getsignal(signal.SIGUSR1) == signal.SIG_IGN",
    ),
    "a lock on a region": (
        "fcntl.lockf(os.open(os.__file__, os.O_RDONLY), fcntl.LOCK_SH, 1, 77)",
        "lock = bytearray(32); fd = os.open(os.__file__, os.O_RDONLY); import struct\n"
        "found = fcntl.fcntl(fd, 5, struct.pack('hhqqi4x', 1, 0, 77, 1, 0))\n"
        "return struct.unpack('hhqqi4x', found)[0] != 2",
    ),
    "flags of a file": (
        "fcntl.ioctl(os.open(os.__file__, os.O_RDONLY), 0x40086602, (0xC0).to_bytes(8, 'little'))",
        "found = bytearray(8); fcntl.ioctl(os.open(os.__file__, os.O_RDONLY), 0x80086601, found)\n"
        "return bool(found[0] & 0x80)",
    ),
    "the version of a file": (
        "fcntl.ioctl(os.open(os.__file__, os.O_RDONLY), 0x40087602, (4242).to_bytes(8, 'little'))",
        "found = bytearray(8); fcntl.ioctl(os.open(os.__file__, os.O_RDONLY), 0x80087601, found)\n"
        "return int.from_bytes(found[:4], 'little') == 4242",
    ),
    "a hint about a file": (
        "fcntl.fcntl(os.open(os.__file__, os.O_RDONLY), 1036, (5).to_bytes(8, 'little'))",
        "found = fcntl.fcntl(os.open(os.__file__, os.O_RDONLY), 1035, bytes(8))\nreturn found[0] == 5",
    ),
    "a lease on a file": (
        "fcntl.fcntl(os.open(os.__file__, os.O_RDONLY), fcntl.F_SETLEASE, fcntl.F_WRLCK)",
        "return fcntl.fcntl(os.open(os.__file__, os.O_RDONLY), fcntl.F_GETLEASE) != fcntl.F_UNLCK",
    ),
    "what is in memory of a file": (
        "fd = os.open(os.__file__, os.O_RDONLY); os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)",
        "try:\n    os.preadv(os.open(os.__file__, os.O_RDONLY), [bytearray(1)], 0, os.RWF_NOWAIT)\n"
        "except NotImplementedError:\n    return False\n"
        "except OSError as error:\n    return error.errno == 11\nreturn True",
    ),
}
TIMES = """
    import encodings
    folder = Path(encodings.__file__).parent
    files = [file for file in sorted(folder.iterdir()) if file.name.startswith("cp1")]
    {deed}
"""


@deeds(SOCKETS)
def test_there_is_nobody_to_talk_to(attack, code):
    assert is_refused(answer := attack(code)), answer


@deeds(MESSAGES)
def test_no_message_can_be_left(attack, code):
    assert is_refused(answer := attack(code)), answer


@pytest.mark.parametrize(("leave", "find"), LEFT_BEHIND.values(), ids=LEFT_BEHIND)
def test_nothing_in_memory_reaches_the_next_candidate(attack, leave, find):
    left = attack(leave)
    assert left == "done: None" or left.startswith("refused: EPERM"), left
    answer = attack(find)
    assert answer == "done: False" or (
        isinstance(answer, str) and answer.startswith(("refused: EBADF", "refused: EPERM"))
    ), answer


KNOWN = "reading a library changes when it was last read, and everyone may ask for that: some bits for who comes next"


def test_no_message_can_be_left_in_times_of_reading(attack, sandbox, request):
    """Only namespaces keep it: the libraries are mounted read-only there."""
    if "namespaces" not in sandbox.isolation.layers:
        request.applymarker(pytest.mark.xfail(reason=KNOWN, strict=False))  # some file systems keep no such times
    look = TIMES.format(deed="return [file.stat().st_atime_ns for file in files]")
    for file in Path(encodings.__file__).parent.glob("cp1*.py"):
        os.utime(file, ns=(1, file.stat().st_mtime_ns))  # as if it had not been read for long
    before = attack(look)
    attack(TIMES.format(deed="return [len(file.read_bytes()) for file in files[::2]]"))
    assert attack(look) == before


def test_a_descriptor_that_is_sent_along_is_not_taken(attack):
    """The grader's descriptors are counted by the test of its channel; here, it goes on."""
    assert attack("socket.send_fds(socket.socket(fileno=os.dup(channel())), [], [0])") in ("done: 0", "done: None")


def test_only_the_channel_is_inherited_and_the_rest_leads_nowhere(attack):
    answer = attack(
        """
        about = {}
        for fd in range(1024):
            try:
                about[fd] = os.fstat(fd).st_rdev
            except OSError:
                pass
        null = os.stat("/dev/null").st_rdev
        others = [fd for fd, device in about.items() if device != null]
        return others, [fd for fd in about if fd < 3], is_socket(max(about))
        """
    )
    assert answer.endswith("], [0, 1, 2], True)")
    assert answer.count(",") == 4  # one descriptor that is not the null device
