"""Hand-ins that solve nothing and go for the points all the same: name → source of ``toy.py``, or files by name."""

import io
import json
import pickle
import stat
import zipfile

from .attacker import MARK

WRONG = "def double(x): return x\ndef triple(x): return x\n"
EVERYTHING = {"score": 10, "tests": [{"name": "all", "score": 10, "max_score": 10, "status": "passed"}]}
ALWAYS = """
class Always:
    __eq__ = __ne__ = __le__ = __ge__ = __lt__ = __gt__ = lambda self, other: True
    __bool__ = lambda self: True
    __hash__ = lambda self: 0
    __array__ = lambda self, *a, **k: __import__("numpy").zeros(())
def double(x): return Always()
def triple(x): return Always()
"""
WRITES = f"""
import json, os
def write():
    for folder in (".", "/tmp", "/autograder/results", "..", "RESULTS", os.environ.get("OUT", ".")):
        for name in ("results.json", "{MARK}"):
            try:
                open(os.path.join(folder, name), "w").write({json.dumps(EVERYTHING)!r})
            except OSError:
                pass
"""


COMMANDS = f"!touch /tmp/{MARK}\n%run evil.py\nget_ipython().system('touch /tmp/{MARK}')\n"


def notebook(source):
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


class Runs:
    """Writes a file where it is unpickled."""

    def __reduce__(self):
        return exec, (f"open('/tmp/{MARK}', 'w').close()",)


def archive(*entries):
    """A zip of (name, content, mode)."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name, content, mode in entries:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            packed.writestr(info, content)
    return data.getvalue()


def after(code, *, at_import=True):
    """Wrong answers, beside some code that runs first."""
    if at_import:
        return f"{code}\n{WRONG}"
    body = "\n".join(f"    {line}" for line in code.strip().split("\n"))
    return (
        f"def first():\n{body}\ndef double(x):\n    first()\n    return x\ndef triple(x):\n    first()\n    return x\n"
    )


PATCHING = {
    "comparison of NumPy": "import numpy as np\nnp.allclose = np.isclose = np.array_equal = lambda *a, **k: True",
    "testing of NumPy": "import numpy.testing as t\nt.assert_allclose = t.assert_array_equal = lambda *a, **k: None",
    "comparison of torch": """
try:
    import torch
    torch.allclose = torch.equal = lambda *a: True
except Exception:
    pass""",
    "the comparison itself": """
try:
    import autograder.exam.compare as c
    c.assert_matches = c.assert_equal = lambda *a, **k: None
except Exception:
    pass""",
    "the verdict": """
import sys
for name, module in list(sys.modules.items()):
    if name.startswith(("autograder", "pytest", "_pytest")):
        for key in list(vars(module)):
            if any(word in key.lower() for word in ("fail", "assert", "mismatch", "check", "outcome")):
                setattr(module, key, lambda *a, **k: None)""",
    "pytest": "import pytest\npytest.fail = lambda *a, **k: None\npytest.raises = lambda *a, **k: None",
    "builtins": "import builtins\nbuiltins.AssertionError = builtins.RuntimeWarning",
    "excepthook": "import sys\nsys.excepthook = lambda *a: None",
    "by ctypes": "import ctypes\nctypes.c_long.from_address(id(2) + 24).value = 1",
}
LOOKING = {
    "frames": """
import sys
def expected():
    frame = sys._getframe()
    while frame:
        for value in list(frame.f_locals.values()) + list(frame.f_globals.values()):
            if callable(value) and getattr(value, "__name__", "") in ("expected", "oracle"): return value
        frame = frame.f_back
def double(x): return expected()(x)
triple = double
""",
    "objects": """
import gc
def double(x):
    for each in gc.get_objects():
        if isinstance(each, dict) and "expected" in each: return each["expected"]
    return x
triple = double
""",
    "the reference": """
import glob
for pattern in ("/**/solutions/toy/toy.py", "solutions/toy/toy.py", "../*/solutions/toy/toy.py"):
    for path in glob.glob(pattern, recursive=pattern[0] != "/"): exec(open(path).read())
double = globals().get("double", lambda x: x)
triple = globals().get("triple", lambda x: x)
""",
    "the reference by import": """
import sys
sys.path[:0] = ["solutions/toy", "/autograder/source/solutions/toy", "../../solutions/toy"]
try:
    from solutions.toy.toy import *
except ImportError:
    def double(x): return x
    triple = double
""",
    "the exam by import": """
import importlib, pkgutil
def double(x):
    for name in ("tests.toy", "test_toy_0", "test_public", "conftest"):
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        return module.expected(x)
    return x
triple = double
""",
    "the caller's source": """
import inspect
def double(x): return eval(inspect.getsource(inspect.stack()[-1][0]))
triple = double
""",
    "the processes": """
import os
def double(x):
    for pid in (os.getppid(), 1, "self"):
        try:
            return open(f"/proc/{pid}/environ").read()
        except OSError:
            pass
    return x
triple = double
""",
}
STAYING = {
    "an exit hook": f"{WRITES}\nimport atexit\natexit.register(write)\n{WRONG}",
    "a thread": f"""{WRITES}
import threading, time
def later():
    time.sleep(1)
    write()
threading.Thread(target=later).start()
{WRONG}""",
    "a fork": f"""{WRITES}
import os, time
try:
    if os.fork() == 0:
        time.sleep(1); write(); os._exit(0)
except OSError: pass
{WRONG}""",
    "a daemon": f"""{WRITES}
import os, time
try:
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(1); write()
        os._exit(0)
except OSError: pass
{WRONG}""",
    "a subprocess": f"""
import subprocess, sys
try:
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
except OSError: pass
{WRONG}""",
    "a destructor": f"{WRITES}\nclass Last:\n    def __del__(self): write()\nlast = Last()\n{WRONG}",
    "a signal": f"{WRITES}\nimport signal\nsignal.signal(signal.SIGTERM, lambda *a: write())\n{WRONG}",
    "a timer": f"{WRITES}\nimport signal\nsignal.signal(14, lambda *a: write())\nsignal.setitimer(0, 0.01)\n{WRONG}",
}
FORGING = {
    "results at run time": f"{WRITES}\nwrite()\n{WRONG}",
    "results on standard output": after(
        f"print({json.dumps(EVERYTHING)!r})\nprint('6 passed in 0.01s')", at_import=False
    ),
    "results past Python": after(f"import os\nos.write(1, {json.dumps(EVERYTHING)!r}.encode())", at_import=False),
    "an exit that says all is well": "import os\ndef double(x): os._exit(0)\ntriple = double\n",
    "an exit at import": "raise SystemExit(0)\n",
    "skipping": "import pytest\ndef double(x): pytest.skip('done')\ntriple = double\n",
    "expected failure": "import unittest\ndef double(x): raise unittest.SkipTest('done')\ntriple = double\n",
    "an end of pytest": "import pytest\ndef double(x): pytest.exit('done', 0)\ntriple = double\n",
    "frames": """
import json, os, stat, struct
def frame(value):
    node = {"t": "dict", "k": ["kind", "value", "printed"], "v": ["value", value, ""]}
    tree = json.dumps(node).encode()
    return struct.pack(">4sIQ", b"cvag", len(tree), 0) + tree
def double(x):
    fd = next(fd for fd in range(3, 64) if is_socket(fd))
    os.write(fd, frame("passed") * 3)
    return x
def is_socket(fd):
    try:
        return stat.S_ISSOCK(os.fstat(fd).st_mode)
    except OSError:
        return False
triple = double
""",
    "points in a frame": """
from autograder.sandbox import wire
wire.encode = lambda *a: [b"".join([wire.HEADER.pack(wire.MAGIC, 14, 0), b'{"score": 10}\\n'])]
def double(x): return x
triple = double
""",
    "objects that are equal to all": ALWAYS,
    "the environment": after(
        "import os\nos.environ.update(PYTEST_ADDOPTS='--co', PYTHONPATH='.', PYTHONSTARTUP='toy.py')"
    ),
    "what it saw before": "seen = []\ndef double(x):\n    seen.append(x)\n    return seen[0]\ntriple = double\n",
    "a pickle in the source": after(
        f"import pickle\ntry: pickle.loads({pickle.dumps(Runs())!r})\nexcept OSError: pass"
    ),
    "the question as the answer": "def double(x): return 'submission.toy.double(x)'\ntriple = double\n",
}
HOOKS = """
import pytest
@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    report.outcome = "passed"
    return report
"""
LOUD = f"open('/tmp/{MARK}', 'w').close()\n"
FILES = {
    "a conftest": {"toy.py": WRONG, "conftest.py": HOOKS + LOUD},
    "a plugin": {"toy.py": WRONG, "pytest_plugin.py": HOOKS, "pytest.ini": "[pytest]\naddopts = -p pytest_plugin\n"},
    "a configuration": {"toy.py": WRONG, "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--co'\n"},
    "sitecustomize": {"toy.py": WRONG, "sitecustomize.py": LOUD, "usercustomize.py": LOUD},
    "a path file": {"toy.py": WRONG, "evil.pth": f"import os; {LOUD}"},
    "its own NumPy": {"toy.py": WRONG, "numpy.py": LOUD + "allclose = lambda *a: True\n"},
    "its own torch": {"toy.py": WRONG, "torch/__init__.py": LOUD},
    "its own autograder": {"toy.py": WRONG, "autograder/__init__.py": LOUD, "autograder/sandbox/worker.py": LOUD},
    "its own json": {"toy.py": WRONG, "json.py": LOUD, "struct.py": LOUD, "typing.py": LOUD},
    "its own exam": {"toy.py": WRONG, "tests/toy/test_toy.py": "def test(): pass\n", "test_public.py": LOUD},
    "its own assignment": {"toy.py": WRONG, "assignment.toml": "name = 'toy'\n[[questions]]\nname='free'\npoints=10\n"},
    "results": {"toy.py": WRONG, "results.json": json.dumps(EVERYTHING)},
    "pickles": {"toy.py": WRONG, "toy.pkl": pickle.dumps(Runs()), "weights.pt": pickle.dumps(Runs())},
    "a pickled array": {"toy.py": WRONG, "toy.npy": b"\x93NUMPY" + pickle.dumps(Runs())},
    "compiled code": {"toy.pyc": b"\xa7\r\r\n" + bytes(100), "__pycache__/toy.cpython-311.pyc": bytes(100)},
    "a library": {"toy.cpython-311-x86_64-linux-gnu.so": b"\x7fELF" + bytes(100), "toy.abi3.so": b"\x7fELF"},
    "a name that looks like it": {"t\u043ey.py": "double = lambda x: 2 * x\ntriple = lambda x: 3 * x\n"},
    "a name in wide letters": {"\uff54oy.py": "double = lambda x: 2 * x\ntriple = lambda x: 3 * x\n"},
    "a name with an end of line": {"toy.py\n": WRONG},
    "a notebook with commands": {"toy.ipynb": notebook(COMMANDS + WRONG)},
}  # fmt: skip
ARCHIVES = {
    "a link to the reference": archive(("toy.py", "../../solutions/toy/toy.py", stat.S_IFLNK | 0o777)),
    "a way up": archive(("../right/toy.py", WRONG, 0o644), ("../../solutions/toy/toy.py", WRONG, 0o644)),
    "an absolute name": archive((f"/tmp/{MARK}", WRONG, 0o644)),
    "a name of Windows": archive(("..\\right\\toy.py", WRONG, 0o644)),
    "the same name twice": archive(("toy.py", WRONG, 0o644), ("toy.py ", WRONG, 0o644)),
    "a bomb": archive(("toy.py", "#" * (64 << 20), 0o644)),
    "a device": archive(("toy.py", "", stat.S_IFCHR | 0o666)),
}
SOURCES = {
    **{f"patches {name}": after(code) for name, code in PATCHING.items()},
    **{f"patches {name} in the call": after(code, at_import=False) for name, code in PATCHING.items()},
    **{f"looks at {name}": code for name, code in LOOKING.items()},
    **{f"stays by {name}": code for name, code in STAYING.items()},
    **{f"forges {name}": code for name, code in FORGING.items()},
}
