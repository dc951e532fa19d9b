"""Trees: what the encoder takes the decoder gives back, bit by bit, and nonsense is a `WireError` and nothing else."""

import collections
import decimal
import json
import time

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox import tree, wire
from autograder.sandbox.tree import MAX_DEPTH, Encoder, Handle, Unencodable, WireError
from tests.autograder.sandbox.values import VALUES, bits, tensors


def decoded(node, payload=b""):
    return wire.decode(json.dumps(node).encode(), bytearray(payload))


def there_and_back(value, handle_of=None):
    encoder = Encoder(handle_of)
    node = encoder.tree(value)
    return decoded(node, b"".join(encoder.buffers))


@given(VALUES)
def test_every_value_comes_back(value):
    assert bits(there_and_back(value)) == bits(value)


@given(tensors())
def test_every_tensor_comes_back(tensor):
    assert bits(there_and_back(tensor)) == bits(tensor)


@given(VALUES, VALUES)
def test_buffers_of_parts_do_not_mix(first, second):
    assert bits(there_and_back([first, {"x": second}, first])) == bits([first, {"x": second}, first])


def test_what_comes_back_can_be_written_to():
    array, tensor = there_and_back((np.ones(3), torch.ones(3)))
    array += 1
    tensor += 1
    np.testing.assert_array_equal(array, tensor)


class Lying(np.ndarray):
    pass


Pair = collections.namedtuple("Pair", "a b")
STRANGERS = {
    "a subclass of an array": np.ones(2).view(Lying),
    "a masked array": np.ma.masked_array([1.0]),
    "an array of objects": np.array([object()]),
    "an array of text": np.array(["a"]),
    "an array of times": np.array(["2026-01-01"], "datetime64[D]"),
    "an array of records": np.zeros(1, [("a", "f8")]),
    "text of NumPy": np.str_("a"),
    "a named tuple": Pair(1, 2),
    "an ordered dict": collections.OrderedDict(a=1),
    "a set": {1},
    "a decimal": decimal.Decimal(1),
    "a dict with a tuple for a key": {(0, 1): 2},
    "a dict with a large key": {1 << 60: 1},
    "a dict with a complex key": {1j: 1},
    "a function": len,
    "a module": json,
    "a sparse tensor": torch.eye(2).to_sparse(),
    "a tensor of nothing": torch.empty(2, device="meta"),
    "a tensor of too many dimensions": torch.ones((1,) * 33),
    "a float of eight bits": torch.ones(2).to(torch.float8_e4m3fn),
}


@pytest.mark.parametrize("stranger", STRANGERS.values(), ids=STRANGERS)
def test_everything_else_becomes_a_handle_or_is_refused(stranger):
    kept = []

    def handle_of(value):
        kept.append(value)
        return Handle(7, "stranger")

    assert there_and_back([stranger], handle_of) == [Handle(7, "stranger")]
    assert kept[0] is stranger
    with pytest.raises(Unencodable):
        Encoder().tree(stranger)


@pytest.mark.parametrize("leaf", [1j, {"a": 1.5}, (float("nan"),), np.float32(1), b"x", [1]], ids=repr)
def test_both_sides_agree_on_how_deep_is_too_deep(leaf):
    inner = 1 if isinstance(leaf, (dict, tuple, list)) else 0
    value = leaf
    for _ in range(MAX_DEPTH - inner):
        value = [value]
    assert bits(there_and_back(value)) == bits(value)
    with pytest.raises(Unencodable, match="deeper than 64"):
        Encoder().tree([value])


def test_both_sides_agree_on_how_many_parts_are_too_many(monkeypatch):
    value = [{"a": 1j, "b": (1, 2.0)}, float("inf"), np.ones(2)]  # 1 + 1 + 2 keys + 2 values + 2 in the tuple + 2
    monkeypatch.setattr(tree, "MAX_NODES", 10)
    assert bits(there_and_back(value)) == bits(value)
    monkeypatch.setattr(tree, "MAX_NODES", 9)
    with pytest.raises(Unencodable, match="more than 9 parts"):
        Encoder().tree(value)


def test_keys_cannot_be_made_to_collide():
    """With equal hashes, 200,000 keys take minutes; without, a moment."""
    prime = (1 << 61) - 1
    node = {"t": "dict", "k": [i * prime for i in range(200_000)], "v": [0] * 200_000}
    started = time.monotonic()
    with pytest.raises(WireError, match="keys other than"):
        decoded(node)
    assert time.monotonic() - started < 20


BAD_BUFFERS = {  # each would take all of 64 bytes, were it not for what is wrong with it
    "a size below zero": {"t": "bytes", "size": -64},
    "a truth for a size": {"t": "bytes", "size": True},
    "a fraction for a size": {"t": "bytes", "size": 1.0},
    "more than there is": {"t": "bytes", "size": 65},
    "more than there can be": {"t": "array", "dtype": "float64", "shape": [1 << 62, 1 << 62]},
    "a length below zero": {"t": "array", "dtype": "float64", "shape": [-1, -8]},
    "a truth for a length": {"t": "array", "dtype": "uint8", "shape": [True]},
    "too many dimensions": {"t": "array", "dtype": "uint8", "shape": [1] * 33},
    "no shape": {"t": "array", "dtype": "uint8", "shape": 3},
    "objects": {"t": "array", "dtype": "object", "shape": [1]},
    "a structure": {"t": "array", "dtype": "u1,u1", "shape": [1]},
    "a list for a dtype": {"t": "array", "dtype": ["uint8"], "shape": [1]},
    "nothing for the payload": [1, 2],
}
BAD = {
    "empty but immense": {"t": "array", "dtype": "uint8", "shape": [0, 1 << 62, 1 << 62]},
    "an immense empty tensor": {"t": "tensor", "dtype": "uint8", "shape": [0, 1 << 62, 1 << 62]},
    "a length past 64 bits": {"t": "tensor", "dtype": "uint8", "shape": [0, 1 << 70]},
    "an attribute of torch": {"t": "tensor", "dtype": "nn", "shape": [0]},
    "an unknown tag": {"t": "pickle", "v": ""},
    "no tag": {"v": 1},
    "a list for a tag": {"t": [], "v": 1},
    "a float that is none": {"t": "float", "v": "1e5"},
    "a word for a tuple": {"t": "tuple", "v": "abc"},
    "a dict for a list": {"t": "tuple", "v": {"t": "tuple", "v": []}},
    "keys without values": {"t": "dict", "k": [1], "v": []},
    "a list for a key": {"t": "dict", "k": [[1]], "v": [1]},
    "a tuple for a key": {"t": "dict", "k": [{"t": "tuple", "v": []}], "v": [1]},
    "a handle below zero": {"t": "handle", "id": -1, "type": ""},
    "a handle that rings": {"t": "handle", "id": 1, "type": "\a"},
    "a handle of a number": {"t": "handle", "id": 1, "type": 1},
}


@pytest.mark.parametrize("node", BAD.values(), ids=BAD)
def test_a_deviation_is_a_wire_error(node):
    with pytest.raises(WireError):
        decoded(node)


@pytest.mark.parametrize("node", BAD_BUFFERS.values(), ids=BAD_BUFFERS)
def test_a_deviation_in_a_buffer_is_a_wire_error(node):
    with pytest.raises(WireError):
        decoded(node, bytes(64))


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", "1e999", "[" * 100_000, '{"t":' * 50_000, "9" * 5000, "", "é"])
def test_what_json_should_not_have_is_a_wire_error(text):
    with pytest.raises(WireError):
        wire.decode(text.encode(), bytearray())


NASTY = st.sampled_from(
    [-1, 0, 1, 2, 64, 1 << 31, 1 << 63, 1 << 80, True, False, None, 1.5, 1e308, "", "nan", "float64", "bfloat16"]
)
TAGS = st.sampled_from([*tree._DECODERS, "object", "", None, 1])
NODES = st.recursive(
    NASTY,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.fixed_dictionaries(
            {"t": TAGS},
            optional={
                "v": inner,
                "k": inner,
                "size": inner,
                "id": inner,
                "type": inner,
                "dtype": st.sampled_from([*tree.DTYPES, *tree.TENSOR_DTYPES]) | inner,
                "shape": st.lists(NASTY, max_size=3) | inner,
            },
        )
    ),
    max_leaves=12,
)


@settings(max_examples=4 * settings().max_examples)
@given(NODES, st.sampled_from([0, 64, 128, 1024]))
def test_no_tree_does_more_than_raise_a_wire_error(node, size):
    try:
        decoded(node, bytes(size))
    except WireError:
        pass


def test_a_byte_that_is_no_truth_becomes_one():
    payload = bytes([0, 1, 2, 255]) + bytes(60)
    array = decoded({"t": "array", "dtype": "bool", "shape": [4]}, payload)
    tensor = decoded({"t": "tensor", "dtype": "bool", "shape": [4]}, payload)
    assert array.view(np.uint8).tolist() == [0, 1, 1, 1]
    assert tensor.view(torch.uint8).tolist() == [0, 1, 1, 1]
