"""Memory by every route ends at the limit; the machine and the grader do not feel it."""

import pytest

from autograder.records import Outcome
from autograder.sandbox.base import Bounds, CandidateFailure
from autograder.sandbox.linux import LinuxSandbox

from . import witness
from .attacker import is_refused
from .conftest import attempt_in, deeds, opened, victim_of

BOUNDS = Bounds(seconds=5, memory_mb=64, reply_mb=8)
BOMBS = {  # each asks for at least 640 MB, and uses it
    "one large piece": "return len(bytearray(640 << 20))",
    "many pieces": "return len([bytearray(16 << 20) for _ in range(40)])",
    "many small pieces": "return len([[] for _ in range(20_000_000)])",
    "a string": "return len('x' * (640 << 20))",
    "a string that grows": "x = 'x'\nfor _ in range(30): x += x\nreturn len(x)",
    "a great number": "return (1 << (8 * 640 << 20)).bit_length()",
    "a dict": "return len(dict.fromkeys(range(20_000_000)))",
    "NumPy": "import numpy; return numpy.ones(640 << 20, 'u1').sum()",
    "NumPy, bit by bit": "import numpy; return sum(x.sum() for x in [numpy.ones(16 << 20, 'u1') for _ in range(40)])",
    "a copy by NumPy": "import numpy; return numpy.broadcast_to(1.0, (80 << 20,)).copy().sum()",
    "an outer product": "import numpy; x = numpy.ones(9000); return numpy.outer(x, x).sum()",
    "from C": """
        libc.malloc.restype = ctypes.c_void_p
        for _ in range(40):
            place = libc.malloc(ctypes.c_size_t(16 << 20))
            if not place: raise MemoryError
            ctypes.memset(place, 1, 16 << 20)
    """,
    "at the break": "return checked(libc.sbrk(ctypes.c_long(640 << 20)))",
    "from the system": """
        pieces = [mmap.mmap(-1, 16 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) for _ in range(40)]
        for piece in pieces: piece[:] = bytes(16 << 20)
    """,
    "from the system without reserve": """
        return [mmap.mmap(-1, 64 << 20, flags=0x4022) for _ in range(10)]
    """,
    "in huge pages": "return [mmap.mmap(-1, 64 << 20, flags=0x40022) for _ in range(10)]",
    "growing downwards": "return [mmap.mmap(-1, 64 << 20, flags=0x122) for _ in range(10)]",
    "a mapping that grows": "x = mmap.mmap(-1, 4096, flags=0x22); x.resize(640 << 20); x[:] = bytes(640 << 20)",
    "the zero device": """
        x = os.open('/dev/zero', 0)
        return [mmap.mmap(x, 64 << 20, mmap.MAP_PRIVATE) for _ in range(10)]
    """,
    "the zero device, shared": """
        x = os.open('/dev/zero', 0)
        maps = [mmap.mmap(x, 64 << 20, mmap.MAP_SHARED, mmap.PROT_READ) for _ in range(10)]
        return sum(map(len, maps))
    """,
    "a file over and over": """
        x = open(os.__file__, 'rb')
        return [mmap.mmap(x.fileno(), 0, access=mmap.ACCESS_COPY) for _ in range(10**6)]
    """,
    "stacks of threads": """
        threading.stack_size(64 << 20)
        for _ in range(10): threading.Thread(target=time.sleep, args=(9,), daemon=True).start()
    """,
    "a compressed bomb": "import zlib; return len(zlib.decompress(zlib.compress(bytes(640 << 20))))",
    "recursion": """
        sys.setrecursionlimit(10**9)
        def f(x): return f([x] * 100)
        f(1)
    """,
}
UNCOUNTED = {
    "shared memory": "return mmap.mmap(-1, 640 << 20)",
    "shared memory by the newer flag": "return mmap.mmap(-1, 640 << 20, flags=0x23)",
    "a file in memory": "return os.memfd_create('x')",
    "System V": "syscall('shmget', KEY, 640 << 20, 0o1666)",
    "a file in shared memory": "return open('/dev/shm/' + MARK, 'wb').write(bytes(1 << 20))",
    "memory that is locked": "checked(libc.mlockall(7))",
}
PIPES = """
    held = 0
    try:
        while True:
            reading, writing = os.pipe()
            try:
                fcntl.fcntl(writing, 1031, 1 << 20)
            except OSError:
                pass
            os.set_blocking(writing, False)
            while True:
                try:
                    held += os.write(writing, bytes(1 << 16))
                except BlockingIOError:
                    break
    except OSError:
        return held >> 20
"""
ONLY_A_GROUP = "without a control group nothing counts it: some hundred MB more than allowed"
SMALL = "this build of torch is small: its code is no memory to speak of"
CODE_OF_LIBRARIES = """
    class Header(ctypes.Structure):
        _fields_ = [("type", ctypes.c_uint32), ("flags", ctypes.c_uint32)] + [
            (name, ctypes.c_uint64) for name in ("offset", "place", "_", "in_file", "in_memory", "align")]
    class Library(ctypes.Structure):
        _fields_ = [("base", ctypes.c_uint64), ("name", ctypes.c_char_p), ("headers", ctypes.POINTER(Header)),
                    ("count", ctypes.c_uint16)]
    pieces = []
    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Library), ctypes.c_size_t, ctypes.c_void_p)
    def note(library, size, data):
        it = library.contents
        for header in it.headers[:it.count]:
            if header.type == 1 and b"torch" in it.name:
                pieces.append((-(-(it.base + header.place) // 4096) * 4096, header.in_memory // 4096 * 4096 - 4096))
        return 0
    libc.dl_iterate_phdr(note, None)
    filled = 0
    for start, size in pieces:
        if size > 0 and libc.mprotect(ctypes.c_void_p(start), ctypes.c_size_t(size), 7) == 0:
            for page in range(start, start + size, 4096):
                ctypes.c_ubyte.from_address(page).value += 0
                filled += 4096
    return filled >> 20
"""


@deeds(BOMBS)
def test_no_more_memory_than_allowed(attack, code):
    failure = attack(code, BOUNDS)
    if isinstance(failure, str):
        assert failure.startswith(("refused: ENOMEM", "refused: EMFILE", "refused: EPERM", "refused: EACCES")), failure
        return
    assert failure.outcome in {Outcome.OUT_OF_MEMORY, Outcome.CRASHED}, failure


@deeds(UNCOUNTED)
def test_no_memory_that_is_not_counted(attack, code):
    assert is_refused(answer := attack(code, BOUNDS)), answer


def test_no_memory_in_the_code_of_libraries(tmp_path):
    """It takes no more addresses: only a control group counts it."""
    bounds = Bounds(seconds=30, memory_mb=64, reply_mb=8)
    with LinuxSandbox(("torch",), without=frozenset({"cgroup"})) as sandbox:
        free = attempt_in(sandbox, victim_of(sandbox, tmp_path / "without"), CODE_OF_LIBRARIES, bounds)
    with LinuxSandbox(("torch",)) as sandbox:
        if "cgroup" not in sandbox.isolation.layers:
            pytest.skip(ONLY_A_GROUP)
        if int(free.removeprefix("done: ")) < 600:
            pytest.skip(SMALL)
        failure = attempt_in(sandbox, victim_of(sandbox, tmp_path / "within"), CODE_OF_LIBRARIES, bounds)
        assert getattr(failure, "outcome", failure) is Outcome.OUT_OF_MEMORY
        with opened(sandbox, "def f(x): return x + 1") as candidate:
            assert candidate.call("work.f", [1], {}) == 2


FILES_IN_MEMORY = """
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    files = [os.memfd_create(str(number)) for number in range(200)]
    for file in files:
        try:
            while True:
                os.write(file, bytes(1 << 20))
        except OSError:
            pass
"""


def test_files_in_memory_that_nobody_maps_end_the_candidate_and_not_the_process_it_came_from(tmp_path):
    """They are in nobody's share of memory, so the kernel could take the larger process for the culprit."""
    with LinuxSandbox(("torch",), for_gpu=True) as sandbox:
        if "cgroup" not in sandbox.isolation.layers:
            pytest.skip(ONLY_A_GROUP)
        failure = attempt_in(sandbox, victim_of(sandbox, tmp_path), FILES_IN_MEMORY, Bounds(30, 64, 8))
        assert failure.outcome is Outcome.OUT_OF_MEMORY
        assert sandbox._warm._process.poll() is None


def test_pipes_hold_little(attack):
    answer = attack(PIPES, BOUNDS)
    assert answer.startswith("done: ")
    assert int(answer.removeprefix("done: ")) <= 64


@pytest.mark.parametrize(
    "answer",
    [
        "return bytes(32 << 20)",
        "import numpy; return numpy.zeros(32 << 20, 'u1')",
        "import numpy; return numpy.broadcast_to(numpy.uint8(1), (32 << 20,))",
        "return 'x' * (32 << 20)",
        "return [0] * (2 << 20)",
        "return 10 ** 5000",
    ],
)
def test_an_answer_that_is_too_large_is_refused_before_memory_is_taken(sandbox, victim, answer):
    growth = witness.Growth()
    bounds = Bounds(seconds=5, memory_mb=256, reply_mb=8)
    with (
        opened(sandbox, f"def f():\n    {answer}", bounds) as candidate,
        pytest.raises(CandidateFailure) as caught,
    ):
        candidate.call("work.f", [], {})
    assert caught.value.outcome in {Outcome.CRASHED, Outcome.FAILED}
    assert growth.mb() < 24
