"""The candidate's side, run here: answers to requests, whatever the submission raises or returns."""

import errno
import io
import sys

import numpy as np
import pytest

from autograder.sandbox import wire
from autograder.sandbox.wire import Handle
from autograder.sandbox.worker import Worker, is_out_of_memory, reader, writer
from tests.autograder.sandbox.helpers import hand_in
from tests.autograder.sandbox.test_wire import reader_of


@pytest.fixture
def worker(monkeypatch):
    """A worker of this process; what it changes of the interpreter is put back."""
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.setattr(sys, "modules", dict(sys.modules))
    return Worker(lambda size: pytest.fail("not served"), lambda pieces: None)


def answer(worker, **request):
    return wire.read(reader_of(b"".join(worker.answer(request))), 1 << 30)


def load(worker, text):
    import dataclasses

    sources = [dataclasses.asdict(source) for source in hand_in(text).values()]
    assert answer(worker, op="load", sources=sources, compiled=None)["kind"] == "value"


def call(worker, function, *arguments, returning=None):
    return answer(
        worker, op="call", function=f"work.{function}", arguments=list(arguments), options={}, returning=returning
    )


def test_a_counted_call_says_what_ran(worker):
    load(worker, "import sys\ndef f(n):\n    for i in range(n): pass\n    return n, sys.gettrace()")
    request = {"op": "count", "function": "work.f", "options": {}, "returning": [("n", False), ("trace", True)]}
    ran = []
    for n in (3, 13):
        (result, kept), lines, disturbed = answer(worker, arguments=[n], **request)["value"]
        assert (result, disturbed, type(kept)) == (n, "", Handle)
        ran.append({(origin, line): times for origin, line, _, times in lines})
    assert ran[1]["work.py", 3] - ran[0]["work.py", 3] == 10
    assert ran[1]["work.py", 4] == ran[0]["work.py", 4] == 1


def test_a_counted_call_that_raises_is_not_counted_on(worker):
    load(worker, "import sys\ndef f(): raise ValueError\ndef g(): return sys.gettrace() is None")
    request = {"op": "count", "function": "work.f", "arguments": [], "options": {}, "returning": None}
    assert answer(worker, **request)["kind"] == "raised"
    assert call(worker, "g")["value"] is True


def test_a_counted_call_that_does_not_fit_says_so(worker):
    load(worker, "def f(): return 1")
    request = {"op": "count", "function": "work.f", "arguments": [], "options": {}, "returning": [("a", 0), ("b", 0)]}
    assert answer(worker, **request) == {
        "kind": "unfit",
        "text": "expected 2 results (a, b), got one int",
        "printed": "",
    }


def test_arguments_with_handles_in_them_are_resolved(worker):
    load(worker, "def f(*x): return [type(y).__name__ for y in x], x[1][0]['a'][0]() ")
    handle = worker.handle_of(lambda: "called")
    names, called = call(worker, "f", 1, ([{"a": [handle]}],)[0])["value"]
    assert (names, called) == (["int", "list"], "called")


def test_a_kept_value_may_hold_handles(worker):
    inner = worker.handle_of({1, 2})
    outer = answer(worker, op="keep", value=[inner, 3])["value"]
    assert worker.kept[outer.id] == [{1, 2}, 3]


def test_a_handle_tells_its_type_and_dtype(worker):
    load(worker, "import numpy as np\ndef f(): return [np.array(['a']), {1}]")
    described = [handle.type_name for handle in call(worker, "f")["value"]]
    assert described == ["ndarray of <U1", "set"]


def test_a_method_that_is_missing_is_told_by_the_type(worker):
    handle = worker.handle_of({1, 2})
    request = {"op": "call", "function": f"#{handle.id}.forward", "arguments": [], "options": {}, "returning": None}
    assert answer(worker, **request)["text"] == "set has no forward"


AWKWARD = {
    "text that raises": ("class E(Exception):\n    def __str__(self): raise ValueError", "E: <exception str() failed>"),
    "text that is endless": ("class E(Exception):\n    def __str__(self): return 'x' * 10**6", "E: xxx"),
    "text that exits": ("class E(Exception):\n    def __str__(self): raise SystemExit", "E"),
    "text that is none": ("class E(Exception):\n    def __str__(self): return 5", "E: <exception str() failed>"),
    "several": (
        "class E(ExceptionGroup): pass\nE.__new__ = lambda c: ExceptionGroup('g', [ValueError(1)])",
        "ExceptionGroup: g",
    ),
    "a syntax error of its own": ("class E(SyntaxError):\n    def __init__(self): self.msg = ['odd']", "E: ['odd']"),
    "an exit": ("E = SystemExit", "SystemExit"),
    "no exception": ("E = int", "TypeError: exceptions must derive from BaseException"),
}


@pytest.mark.parametrize(("source", "headline"), AWKWARD.values(), ids=AWKWARD)
def test_awkward_exceptions_are_answers_too(worker, source, headline):
    load(worker, f"{source}\ndef f(): raise E()")
    raised = call(worker, "f")
    assert (raised["kind"], raised["memory"]) == ("raised", False)
    assert raised["text"].startswith(headline) or raised["text"].startswith(f"work.{headline}")
    assert len(raised["text"]) < 5000


UNSENDABLE = {
    "too deep": (
        "x = []\n    for _ in range(99): x = [x]\n    return x",
        "unfit",
        "the result cannot be sent: a structure nested",
    ),
    "a name that rings": ("return type('a\\a', (), {})()", "value", None),
}


@pytest.mark.parametrize(("body", "kind", "text"), UNSENDABLE.values(), ids=UNSENDABLE)
def test_what_fails_while_it_is_sent_is_an_answer_too(worker, body, kind, text):
    load(worker, f"def f():\n    print('said')\n    {body}")
    worker.printed.write("")
    if text is None:
        with pytest.raises(wire.WireError):
            call(worker, "f")
        return
    said = call(worker, "f")
    assert said["kind"] == kind
    assert said["text"].startswith(text)


def test_a_cache_whose_attributes_are_its_keys_stays_there(worker):
    load(worker, "class Cache(dict):\n    __getattr__ = dict.__getitem__\ndef f(): return Cache(x=1)")
    assert call(worker, "f")["value"].type_name == "Cache"


def test_a_tensor_of_nothing_stays_there(worker):
    load(worker, "import torch\ndef f(): return torch.empty(2, device='meta'), torch.ones(2)")
    nothing, ones = call(worker, "f")["value"]
    assert nothing == Handle(0, "Tensor of torch.float32")
    assert ones.tolist() == [1, 1]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (MemoryError(), True),
        (
            np._core._exceptions._ArrayMemoryError((1,), np.dtype(float)) if hasattr(np, "_core") else MemoryError(),
            True,
        ),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), True),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 1 bytes"), True),
        (OSError(errno.EPERM, "no"), False),
        (RuntimeError("shapes do not match"), False),
        (RuntimeError(5), False),
        (ImportError("libtorch_cuda.so: failed to map segment from shared object"), True),
        (ImportError("cannot import name 'x'"), False),
        (ValueError("can't allocate memory"), False),
    ],
)
def test_running_out_of_memory_is_recognised(error, expected):
    assert is_out_of_memory(error) is expected


def test_what_torch_says_of_memory_is_recognised():
    torch = pytest.importorskip("torch")
    with pytest.raises(RuntimeError) as caught:
        torch.empty(1 << 55)
    assert is_out_of_memory(caught.value)


def test_the_reserve_is_freed_to_say_that_memory_is_short(worker):
    load(worker, "def f(): raise MemoryError")
    assert worker.reserve.nbytes == 8 << 20
    assert call(worker, "f")["memory"] is True
    assert worker.reserve.nbytes == 0


def test_a_flood_of_output_takes_no_memory(worker):
    for _ in range(100):
        assert worker.printed.write("x" * 10_000) == 10_000
    assert worker.printed.text == "x" * 4000


def test_serving_ends_when_the_grader_hangs_up(monkeypatch):
    monkeypatch.setattr(sys, "stdout", sys.stdout)
    monkeypatch.setattr(sys, "stderr", sys.stderr)
    sent = io.BytesIO()
    requests = b"".join(b"".join(wire.encode({"op": "keep", "value": value})) for value in (1, 2))
    Worker(reader(io.BytesIO(requests + b"cva")), writer(sent)).serve()
    receive = reader_of(sent.getvalue())
    assert [wire.read(receive, 1024)["value"].id for _ in "ab"] == [0, 1]


class Trickle(io.RawIOBase):
    """A stream that gives a byte at a time."""

    def __init__(self, data):
        self.data = data

    def readinto(self, buffer):
        given, self.data = self.data[:1], self.data[1:]
        buffer[: len(given)] = given
        return len(given)


def test_a_reader_waits_for_all_of_it():
    receive = reader(Trickle(b"abcd"))
    assert receive(3) == b"abc"
    with pytest.raises(EOFError):
        receive(2)


@pytest.mark.parametrize(
    "how",
    [
        "sys.stdout.buffer.write('ä\\n'.encode())",
        "io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8', write_through=True).write('ä\\n')",
        "faulthandler.enable(); faulthandler.disable(); print('ä')",
        "print('ä', file=sys.stderr, flush=True)",
        "codecs.getwriter(sys.stdout.encoding)(sys.stdout.buffer).write('ä\\n')",
    ],
)
def test_the_terminal_can_be_used_in_the_ways_that_notebooks_know(worker, monkeypatch, how):
    monkeypatch.setattr(sys, "stdout", worker.printed)
    monkeypatch.setattr(sys, "stderr", worker.printed)
    load(worker, f"import codecs, faulthandler, io, sys\ndef f():\n    {how}\n")
    answered = call(worker, "f")
    assert answered["kind"] == "value", answered
    assert answered["printed"] == "ä\n"


def test_an_argument_that_needs_too_much_memoryis_out_of_memory(worker, monkeypatch):
    sent = []
    frames = b"".join(b"".join(wire.encode(value)) for value in ({"op": "keep", "value": bytes(1 << 20)}, {"op": "?"}))
    whole = reader_of(frames)
    worker.receive = lambda size: whole(size) if size < 1 << 20 else (_ for _ in ()).throw(MemoryError)
    worker.send = sent.append
    monkeypatch.setattr(sys, "stdout", sys.stdout)
    monkeypatch.setattr(sys, "stderr", sys.stderr)
    worker.serve()
    first, second = (wire.read(reader_of(b"".join(pieces)), 1 << 20) for pieces in sent)
    assert (first["kind"], first["memory"]) == ("raised", True)
    assert (second["kind"], second["memory"]) == ("raised", False)  # there is no such op, but it was understood
