"""Whatever is patched, found or forged within a candidate is the candidate's: it can only answer wrongly."""

import textwrap

import numpy as np
import pytest

from autograder.exam import assert_matches
from autograder.exam.compare import Mismatch
from autograder.sandbox.base import Bounds, CandidateFailure

from .attacker import PRELUDE
from .conftest import opened

BOUNDS = Bounds(seconds=0.5, memory_mb=128, reply_mb=1)
SECRET = "-".join(["the", "expected", "answers", str(id(object()))])
PATCHES = {
    "comparison in NumPy": "import numpy as np; np.allclose = np.array_equal = np.equal = lambda *a, **k: True",
    "assertions of NumPy": """
        import numpy.testing as t
        for name in dir(t):
            if name.startswith("assert"): setattr(t, name, lambda *a, **k: None)
    """,
    "comparison in autograder": """
        import importlib
        for name in ("autograder.exam.compare", "autograder.records", "autograder.policy"):
            try:
                module = importlib.import_module(name)
            except Exception:
                continue
            for key in list(vars(module)):
                if callable(getattr(module, key)): setattr(module, key, lambda *a, **k: None)
    """,
    "pytest": "import pytest; pytest.fail = pytest.raises = pytest.skip = lambda *a, **k: None",
    "unittest": "import unittest; unittest.TestCase.assertEqual = lambda *a: None",
    "the clock": "time.monotonic = time.perf_counter = time.time = lambda: 0.0",
    "builtins": """
        import builtins
        builtins.isinstance = lambda *a: True
        builtins.all = builtins.any = lambda *a: True
        builtins.abs = lambda x: 0
        builtins.len = lambda x: 4
    """,
    "JSON": "import json; json.dumps = lambda *a, **k: '100'; json.JSONEncoder.encode = lambda *a: '100'",
    "struct": "import struct; struct.pack = lambda *a: b''; struct.Struct = None",
    "the wire": "import autograder.sandbox.wire as w; w.encode = lambda *a: [b'passed']",
    "the header": "import autograder.sandbox.wire as w; w.MAGIC = b'pass'",
    "the tree": "import autograder.sandbox.tree as t; t.Encoder.tree = lambda self, value: 'passed'",
    "limits of the tree": "import autograder.sandbox.tree as t; t.MAX_DEPTH = t.MAX_NODES = 10**9",
    "the worker's class": """
        from autograder.sandbox import worker
        worker.Worker.answer = lambda self, request: [b"passed"]
        worker.Worker._call = lambda self, request: {"kind": "passed"}
    """,
    "the worker itself": """
        import gc
        for each in gc.get_objects():
            if type(each).__name__ == "Worker":
                each.answer = lambda request: [b"passed"]
                each.kept = None
    """,
    "the worker by frames": """
        frame = sys._getframe()
        while frame:
            if type(frame.f_locals.get("self")).__name__ == "Worker":
                frame.f_locals["self"].send = lambda pieces: None
            frame = frame.f_back
    """,
    "what it is asked": """
        frame = sys._getframe()
        while frame:
            if "request" in frame.f_locals and isinstance(frame.f_locals["request"], dict):
                frame.f_locals["request"]["op"] = "fetch"
            frame = frame.f_back
    """,
    "the module that holds it": "import types; sys.modules['work'] = types.SimpleNamespace(f=lambda x: 'passed')",
    "imports": "sys.meta_path[:] = []; sys.path[:] = []; sys.modules.clear()",
    "standard output": "sys.stdout = sys.stderr = None; sys.exit = lambda *a: None",
    "hooks": "sys.excepthook = sys.unraisablehook = lambda *a: None; sys.settrace(lambda *a: None)",
    "collection": "import gc; gc.disable(); gc.set_threshold(1); gc.callbacks.append(lambda *a: None)",
    "constants": "ctypes.c_int.from_address(id(0) + 24).value = 100",
    "the descriptor of the channel": "os.dup2(0, channel())",
}
SEARCHES = {
    "objects": "import gc; pile = gc.get_objects()",
    "modules": "pile = [vars(m) for m in list(sys.modules.values()) if hasattr(m, '__dict__')]",
    "frames": """
        pile, frame = [], sys._getframe()
        while frame:
            pile += [frame.f_locals, frame.f_globals]
            frame = frame.f_back
    """,
    "frames of other threads": "pile = [f.f_locals for f in sys._current_frames().values()]",
    "the environment": "pile = [dict(os.environ), sys.argv, sys.orig_argv, sys.path, sys.flags]",
    "what is there to collect": "import gc; gc.collect(); pile = [gc.garbage, gc.get_referrers(sys)]",
    "what follows in memory": """
        import numpy
        pile = [numpy.empty(1 << 20, "u1").tobytes() for _ in range(8)]
    """,
    "the heap": """
        libc.sbrk.restype = ctypes.c_void_p
        end = libc.sbrk(ctypes.c_long(0))
        pile = [ctypes.string_at(end - (64 << 10), 64 << 10)]
    """,
    "what the channel still holds": """
        import select
        s = socket.socket(fileno=os.dup(channel()))
        pile = [s.recv(4096, socket.MSG_PEEK) if select.select([s], [], [], 0.05)[0] else b""]
    """,
}


LOOK = "return [word[::-1] in text for word in words]"


def indented(code, levels=1):
    return textwrap.indent(textwrap.dedent(code).strip("\n"), "    " * levels)


@pytest.mark.parametrize("when", ["at import", "in the call"])
@pytest.mark.parametrize("patch", PATCHES.values(), ids=PATCHES)
def test_patching_makes_nothing_right(sandbox, victim, patch, when):
    in_call, at_import = ("patch()", "") if when == "in the call" else ("pass", "patch()\n")
    source = f"{PRELUDE}\ndef patch():\n{indented(patch)}\ndef f(x):\n    {in_call}\n    return x\n{at_import}"
    question = np.arange(4.0)
    with opened(sandbox, source, BOUNDS) as candidate:
        for _ in "ab":
            with pytest.raises((CandidateFailure, Mismatch)):
                assert_matches(candidate.call("work.f", [question], {}), 2 * question)


@pytest.mark.parametrize("search", SEARCHES.values(), ids=SEARCHES)
def test_what_is_expected_is_nowhere_to_be_found(sandbox, victim, search):
    """What to look for is given backwards, so that the search does not find that."""
    source = f"{PRELUDE}\ndef f(asked, words):\n{indented(search)}\n    text = repr(pile)\n    {LOOK}\n"
    words = [SECRET, "PYTEST_CURRENT_TEST", "the right answers", str(victim.course), "no harm in asking"]
    with opened(sandbox, source, Bounds(seconds=5, memory_mb=512, reply_mb=1)) as candidate:
        *secrets, asked = candidate.call("work.f", [words[-1], [word[::-1] for word in words]], {})
    assert secrets == [False] * 4
    assert asked or "f_locals" not in search  # what is there is found


def test_time_is_measured_outside(sandbox, victim):
    source = PRELUDE + "def f():\n    time.monotonic = lambda: 0.0\n    while True: pass\n"
    with (
        opened(sandbox, source, Bounds(seconds=0.2, memory_mb=128, reply_mb=1)) as candidate,
        pytest.raises(CandidateFailure, match=r"no answer within 0\.2 s"),
    ):
        candidate.call("work.f", [], {})
