"""Whatever is written to the channel is at most a wrong answer: never an error of ours, nor memory, nor time."""

import contextlib
import os
import time

import numpy as np
import pytest

from autograder.records import Outcome
from autograder.sandbox.base import Bounds, CandidateFailure, Part
from autograder.sandbox.wire import Handle
from tests.autograder.sandbox.helpers import in_python

from . import witness
from .attacker import PRELUDE
from .conftest import opened

BOUNDS = Bounds(seconds=2, memory_mb=128, reply_mb=1)
WRITER = (
    PRELUDE
    + """
import json, struct
def say(*pieces):
    for piece in pieces:
        view = memoryview(piece)
        while view:
            view = view[os.write(channel(), view):]
def header(tree, payload, magic=b"cvag"):
    return struct.pack(">4sIQ", magic, tree, payload)
def frame(tree, payload=b""):
    tree = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    return header(len(tree), len(payload)) + tree + payload
def dictionary(**items):
    return {"t": "dict", "k": list(items), "v": list(items.values())}
def answer(node, payload=b"", **more):
    return frame(dictionary(**{"kind": "value", "value": node, "printed": "", **more}), payload)
def array(shape, dtype="uint8", payload=bytes(64)):
    return answer({"t": "array", "dtype": dtype, "shape": shape}, payload)
ARRAY = {"t": "array", "dtype": "uint8", "shape": [1]}
def nested(levels):
    return b"[" * levels + b"]" * levels
def raw(value):
    return frame(b'{"t":"dict","k":["kind","value","printed"],"v":["value",' + value + b',""]}')
"""
)
MALFORMED = {
    "another magic": "header(2, 0, b'CVAG') + b'{}'",
    "a web page": "b'HTTP/1.1 200 OK\\r\\n\\r\\n100/100 points'",
    "zeros": "bytes(1000)",
    "noise": "os.urandom(1000)",
    "a pickle": "b'cos\\nsystem\\n(S\"true\"\\ntR.' * 20",
    "a giant tree": "header(2**32 - 1, 0)",
    "a tree just too large": "header((16 << 20) + 1, 0)",
    "a giant payload": "header(2, 2**64 - 1)",
    "a payload just too large": "header(2, (1 << 20) + 1)",
    "both giant": "header(2**32 - 1, 2**64 - 1)",
    "an empty tree": "header(0, 0)",
    "no JSON": "frame(b'value = 1')",
    "half of JSON": 'frame(b\'{"t":"dict"\')',
    "JSON and more": "frame(b'[] []')",
    "another alphabet": "frame('\"ä\"'.encode())",
    "broken UTF-8": "frame(b'\"\\xff\\xfe\"')",
    "a byte order mark": "frame(b'\\xef\\xbb\\xbf[]')",
    "not a number": "raw(b'NaN')",
    "infinity": "raw(b'Infinity')",
    "minus infinity": "raw(b'-Infinity')",
    "infinity by size": "raw(b'1e999')",
    "an endless integer": "raw(b'9' * 100_000)",
    "deep nesting": "frame(nested(100_000))",
    "nesting just too deep": "raw(nested(70))",
    "too many parts": "raw(b'[' + b'0,' * (1 << 20) + b'0]')",
    "more payload than claimed": "answer(1, bytes(64))",
    "less payload than claimed": "array([65], payload=bytes(64))",
    "payload without its padding": "array([1], payload=b'1')",
    "a tag that is unknown": "answer({'t': 'object', 'v': 1})",
    "a tag that is a list": "answer({'t': ['array']})",
    "no tag": "answer({})",
    "a class by name": "answer({'t': 'os.system', 'v': 'true'})",
    "a negative shape": "array([-1])",
    "two negative sides": "array([-8, -8])",
    "a shape that wraps around": "array([1 << 32, 1 << 32])",
    "a shape of nothing times everything": "array([0, 1 << 62, 1 << 62], payload=b'')",
    "a shape with fractions": "array([1.5])",
    "a shape of truths": "array([True])",
    "a shape of words": "array(['64'])",
    "a shape that is a word": "array('64')",
    "no shape": "array(None)",
    "too many sides": "array([1] * 40)",
    "objects": "array([8], 'object')",
    "objects by letter": "array([8], 'O')",
    "structures": "array([8], 'V8')",
    "dates": "array([8], 'datetime64')",
    "texts": "array([8], 'str')",
    "a dtype that is a list": "array([8], ['uint8'])",
    "a scalar that is one of objects": "answer({'t': 'scalar', 'dtype': 'object'}, bytes(64))",
    "a tuple of nothing": "answer({'t': 'tuple'})",
    "a tuple of a word": "answer({'t': 'tuple', 'v': 'abc'})",
    "more keys than values": "answer({'t': 'dict', 'k': ['a', 'b'], 'v': [1]})",
    "keys that are lists": "answer({'t': 'dict', 'k': [[1]], 'v': [1]})",
    "keys that are arrays": "answer({'t': 'dict', 'k': [ARRAY], 'v': [1]}, bytes(64))",
    "keys that collide": "answer({'t': 'dict', 'k': [i * (2**61 - 1) for i in range(2, 4000)], 'v': [0] * 3998})",
    "a float that is a word": "answer({'t': 'float', 'v': 'one'})",
    "a float that is a call": "answer({'t': 'float', 'v': ['nan']})",
    "a complex number of nothing": "answer({'t': 'complex'})",
    "bytes that are negative": "answer({'t': 'bytes', 'size': -1})",
    "bytes that are not there": "answer({'t': 'bytes', 'size': 1 << 40})",
    "a handle below zero": "answer({'t': 'handle', 'id': -1, 'type': 'x'})",
    "a handle that is true": "answer({'t': 'handle', 'id': True, 'type': 'x'})",
    "a handle by name": "answer({'t': 'handle', 'id': '0.__class__', 'type': 'x'})",
    "a handle with a number for a name": "answer({'t': 'handle', 'id': 0, 'type': 0})",
    "a handle that rings": "answer({'t': 'handle', 'id': 0, 'type': '\\a'})",
    "a list for an answer": "frame([1, 2])",
    "a word for an answer": "frame('value')",
    "an array for an answer": "frame({'t': 'array', 'dtype': 'uint8', 'shape': [1]}, bytes(64))",
    "no kind": "frame(dictionary(value=1, printed=''))",
    "a kind of its own": "answer(1, kind='passed')",
    "a kind that is an array": "answer(1, bytes(64), kind={'t': 'array', 'dtype': 'uint8', 'shape': [1]})",
    "output that is a number": "answer(1, printed=5)",
    "output that is an array": "answer(1, bytes(64), printed={'t': 'array', 'dtype': 'uint8', 'shape': [1]})",
    "no output": "frame(dictionary(kind='value', value=1))",
    "an exception without text": "frame(dictionary(kind='raised', memory=False, printed=''))",
    "an exception with a number": "frame(dictionary(kind='raised', memory=False, text=1, printed=''))",
    "memory that is a word": "frame(dictionary(kind='raised', memory='no', text='', printed=''))",
    "what it was asked": "frame(dictionary(op='call', function='work.f', arguments=[]))",
}
TENSORS = {
    "quantised numbers": "answer({'t': 'tensor', 'dtype': 'qint8', 'shape': [64]}, bytes(64))",
    "an attribute of torch": "answer({'t': 'tensor', 'dtype': 'load', 'shape': [64]}, bytes(64))",
    "a tensor that is too short": "answer({'t': 'tensor', 'dtype': 'float64', 'shape': [64]}, bytes(64))",
    "a tensor with a negative side": "answer({'t': 'tensor', 'dtype': 'uint8', 'shape': [-64]}, bytes(64))",
}
HALVES = {
    "half a frame": "array([64])[:-10]",
    "nothing": "b''",
    "only a header": "header(100, 0)",
    "half a header": "b'cvagcvag'",
}


def saying(frame):
    return WRITER + f"def f():\n    say({frame})\n    time.sleep(60)\n"


@pytest.mark.parametrize("frame", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_frame_is_a_crash_at_once(sandbox, victim, frame):
    growth = witness.Growth()
    started = time.monotonic()
    with opened(sandbox, saying(frame), BOUNDS) as candidate:
        with pytest.raises(CandidateFailure) as caught:
            candidate.call("work.f", [], {})
        assert caught.value.outcome is Outcome.CRASHED, caught.value
        assert time.monotonic() - started < 1.9
        assert growth.mb() < 150
        with pytest.raises(CandidateFailure):  # there is no way back
            candidate.call("work.f", [], {})


@pytest.mark.parametrize("frame", TENSORS.values(), ids=TENSORS)
def test_a_malformed_tensor_is_a_crash(sandbox, victim, frame):
    """Torch is imported here first: the grader does it when the first tensor comes, in no candidate's time."""
    pytest.importorskip("torch")
    with opened(sandbox, saying(frame), BOUNDS) as candidate:
        with pytest.raises(CandidateFailure) as caught:
            candidate.call("work.f", [], {})
        assert caught.value.outcome is Outcome.CRASHED


@pytest.mark.parametrize("frame", HALVES.values(), ids=HALVES)
def test_a_frame_that_stops_halfway_is_a_time_out(sandbox, victim, frame):
    with opened(sandbox, saying(frame), Bounds(seconds=0.3, memory_mb=128, reply_mb=1)) as candidate:
        with pytest.raises(CandidateFailure) as caught:
            candidate.call("work.f", [], {})
        assert caught.value.outcome is Outcome.TIMED_OUT


def answer_of(sandbox, frame, returning=None):
    with opened(sandbox, saying(frame), BOUNDS) as candidate:
        return candidate.call("work.f", [], {}, returning)


def test_bytes_that_are_no_truths_become_truths(sandbox, victim):
    value = answer_of(sandbox, "array([3], 'bool', bytes([2, 255, 0]) + bytes(61))")
    assert value.view(np.uint8).tolist() == [1, 1, 0]


def test_a_key_given_twice_is_one_key(sandbox, victim):
    assert answer_of(sandbox, 'raw(b\'{"t":"tuple","t":"dict","k":["a","a"],"v":[1,2]}\')') == {"a": 2}


def test_a_forged_handle_is_only_a_word(sandbox, victim):
    handle = answer_of(sandbox, "answer({'t': 'handle', 'id': 10**30, 'type': 'ndarray'})")
    assert type(handle) is Handle


def test_parts_that_stay_cannot_be_sent_instead(sandbox, victim):
    parts = [Part("out"), Part("cache", kept=True)]
    with pytest.raises(CandidateFailure, match="the answer is not what was asked for"):
        answer_of(sandbox, "answer({'t': 'tuple', 'v': [1, 2]})", parts)


def test_descriptors_beside_a_frame_are_not_taken(sandbox, victim):
    before = len(os.listdir("/proc/self/fd"))
    deed = "socket.send_fds(socket.socket(fileno=os.dup(channel())), [answer(7)], [0] * 9)"
    source = WRITER + f"def f():\n    {deed}\n    time.sleep(9)"
    with opened(sandbox, source, BOUNDS) as candidate:
        during = len(os.listdir("/proc/self/fd"))
        assert candidate.call("work.f", [], {}) == 7
        assert len(os.listdir("/proc/self/fd")) == during
    assert len(os.listdir("/proc/self/fd")) == before


def test_answers_in_advance_are_never_right(sandbox, victim):
    """The question is not known yet: what was said ahead is a guess, and puts all later answers out of step."""
    source = WRITER + "def f(x):\n    say(answer(999))\n    return 2 * x\n"
    with opened(sandbox, source, BOUNDS) as candidate:
        for question in (1, 2, 3):
            with contextlib.suppress(CandidateFailure):
                assert candidate.call("work.f", [question], {}) in {999, 2 * (question - 1)}


def test_answers_in_advance_do_not_outlive_their_author(sandbox, victim):
    source = WRITER + "def f():\n    say(answer(1))\n    os._exit(0)\ndef g():\n    return 2\n"
    with opened(sandbox, source, BOUNDS) as candidate:
        assert candidate.call("work.f", [], {}) == 1
        time.sleep(0.1)
        with pytest.raises(CandidateFailure) as caught:
            candidate.call("work.g", [], {})
        assert caught.value.outcome is Outcome.CRASHED


def test_an_answer_for_the_next_candidate_is_not_kept(sandbox, victim):
    source = WRITER + "def f():\n    say(answer(1), answer(5), answer(5))\n    time.sleep(60)\n"
    with opened(sandbox, source, BOUNDS) as candidate:
        assert candidate.call("work.f", [], {}) == 1
    with opened(sandbox, "def f(): return 2", BOUNDS) as candidate:
        assert candidate.call("work.f", [], {}) == 2


def test_a_flood_of_frames_is_not_swallowed(sandbox, victim):
    growth = witness.Growth()
    source = WRITER + "def f():\n    while True: say(answer(1) * 1000)\n"
    with opened(sandbox, source, BOUNDS) as candidate:
        assert candidate.call("work.f", [], {}) == 1
        time.sleep(0.2)
        assert growth.mb() < 16


BLOAT = """
from autograder.sandbox import wire
from tests.attacks.witness import Growth

body = b"[" + part * ((16 << 20) // len(part) - 2) + b"0]"
data = memoryview(wire.HEADER.pack(wire.MAGIC, len(body), 0) + body)
def receive(size):
    global data
    piece, data = bytearray(data[:size]), data[size:]
    return piece
growth = Growth()
try:
    wire.read(receive, 1 << 20)
except wire.WireError:
    print(growth.mb())
"""


@pytest.mark.parametrize("part", ['{"":0},', "[[[]]],", "100000,", '"ab",'])
def test_a_tree_of_tiny_parts_does_not_swell(victim, part):
    assert int(in_python(f"part = {part.encode()!r}\n{BLOAT}")) < 256
