"""Frames: written and read as they are, and never more memory than was agreed, whatever they announce."""

import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox import wire
from autograder.sandbox.wire import Handle, Unencodable, WireError
from tests.autograder.sandbox.values import VALUES, bits


def reader_of(data):
    """Gives what is asked for from `data`, and EOFError past its end, as a channel does."""
    view = memoryview(data)

    def receive(size):
        nonlocal view
        if size > len(view):
            raise EOFError
        taken, view = view[:size], view[size:]
        return bytearray(taken)

    return receive


def frame(value):
    return b"".join(wire.encode(value))


@given(st.lists(VALUES, max_size=3))
def test_frames_follow_each_other(values):
    receive = reader_of(b"".join(frame(value) for value in values))
    assert [bits(wire.read(receive, 1 << 20)) for _ in values] == [bits(value) for value in values]


@settings(max_examples=3 * settings().max_examples)
@given(st.binary(max_size=200))
def test_noise_is_not_a_frame(data):
    with pytest.raises((WireError, EOFError)):
        wire.read(reader_of(wire.MAGIC + data), 1 << 20)


@settings(max_examples=2 * settings().max_examples)
@given(VALUES, st.data())
def test_a_damaged_frame_is_a_value_a_wire_error_or_too_short(value, data):
    damaged = bytearray(frame(value))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        match data.draw(st.sampled_from(["change", "insert", "remove"])):
            case "change":
                damaged[place] = data.draw(st.integers(0, 255))
            case "insert":
                damaged[place:place] = data.draw(st.binary(max_size=4))
            case "remove":
                del damaged[place : place + 1]
    try:
        wire.read(reader_of(damaged), 1 << 20)
    except (WireError, EOFError):
        pass


@pytest.mark.parametrize(("tree", "payload"), [(2**32 - 1, 0), (2, 2**64 - 1), ((16 << 20) + 1, 0), (2, 1025)])
def test_a_length_is_capped_before_memory_is_taken(tree, payload):
    asked = []
    header = reader_of(struct.pack(">4sIQ", b"cvag", tree, payload))

    def receive(size):
        asked.append(size)
        return header(size)

    with pytest.raises(WireError, match="at most 1024"):
        wire.read(receive, 1024)
    assert asked == [16]


def test_a_frame_of_the_greatest_length_is_read():
    value = bytes(1024)
    assert wire.read(reader_of(frame(value)), 1024) == value


def test_another_protocol_is_not_a_frame():
    with pytest.raises(WireError, match=r"expected a frame, got bytes b'HTTP'"):
        wire.read(reader_of(b"HTTP/1.1 200 OK\r\n\r\n"), 1024)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (object(), "a value of type object"),
        ({(1, 2): 3}, "a dict with keys other than strings and numbers"),
        (np.array(["a"]), "an array of 1 dimensions and dtype <U1"),
        (10**5000, "a value that JSON does not have"),
        ("a" * (17 << 20), "a structure of 17825794 bytes, at most 16777216"),
    ],
    ids=["an object", "a dict", "an array of text", "a large integer", "a long text"],
)
def test_what_has_no_form_is_named(value, said):
    with pytest.raises(Unencodable) as caught:
        wire.encode(value)
    assert str(caught.value).startswith(said)


def test_a_list_that_holds_itself_has_no_form():
    endless = []
    endless.append(endless)
    with pytest.raises(Unencodable, match="nested deeper"):
        wire.encode(endless, lambda value: Handle(0, ""))


def test_a_large_array_is_not_copied():
    array = np.zeros(1 << 14)
    pieces = wire.encode(array)
    assert any(isinstance(piece, memoryview) and np.shares_memory(np.asarray(piece), array) for piece in pieces)
