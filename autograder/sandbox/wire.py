"""Frames between the grader and a candidate.

A frame is ``magic (4) | u32 length of the tree | u64 length of the payload | tree | payload``, integers big-endian;
`tree` says what they hold. Lengths are capped before memory is taken.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable

from autograder.sandbox.tree import MAX_NODES, Decoder, Encoder, Handle, Unencodable, WireError

__all__ = ["Handle", "Reader", "Unencodable", "WireError", "Writer", "decode", "encode", "read"]

MAGIC = b"cvag"
HEADER = struct.Struct(">4sIQ")
_JSON = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
MAX_TREE = 16 << 20  # bytes of JSON
MAX_CONTAINERS = 1 << 18  # lists and objects in it: parsed, an empty one takes fifty times its two bytes
_SMALL = 1 << 16  # bytes; pieces up to here are written together, because each write wakes the reader

Reader = Callable[[int], bytearray]
Writer = Callable[[list[bytes | memoryview]], None]


def encode(value: object, handle_of: Callable[[object], Handle] | None = None) -> list[bytes | memoryview]:
    """A frame for `value`, as few pieces to be written one after the other.

    Args:
        handle_of: makes a handle for what has no form on the wire; without it that is `Unencodable`.
    """
    encoder = Encoder(handle_of)
    try:
        tree = _JSON.encode(encoder.tree(value)).encode()
    except (RecursionError, ValueError) as error:
        raise Unencodable(f"a value that JSON does not have ({error})") from None
    if len(tree) > MAX_TREE:
        raise Unencodable(f"a structure of {len(tree)} bytes, at most {MAX_TREE}")
    if _swells(tree):
        raise Unencodable("a structure of too many parts")
    size = sum(len(piece) for piece in encoder.buffers)
    pieces = [HEADER.pack(MAGIC, len(tree), size), tree, *encoder.buffers]
    if len(tree) + size <= _SMALL:
        return [b"".join(pieces)]
    return pieces


def read(receive: Reader, max_payload: int) -> object:
    """The value of the next frame.

    Args:
        receive: gives exactly that many bytes or raises.
        max_payload: bytes; a frame that announces more is refused before memory is taken.

    Raises:
        WireError: anything that is not a well-formed frame within the limits.
        MemoryError: there is no room for it; the next frame can be read.
    """
    magic, tree_size, payload_size = HEADER.unpack(bytes(receive(HEADER.size)))
    if magic != MAGIC:
        raise WireError(f"expected a frame, got bytes {magic!r}")
    if tree_size > MAX_TREE or payload_size > max_payload:
        raise WireError(f"an answer of {tree_size + payload_size} bytes; at most {max_payload}")
    tree = receive(tree_size)
    return decode(bytes(tree), _payload(receive, payload_size))


def _payload(receive: Reader, size: int) -> bytearray:
    try:
        return receive(size)
    except MemoryError:  # to have room for it: nothing was read yet
        for start in range(0, size, _SMALL):
            receive(min(_SMALL, size - start))  # so that the next frame is found
        raise


def decode(tree: bytes, payload: bytearray) -> object:
    """The value that a tree and its payload stand for; raises `WireError`."""
    if _swells(tree):
        raise WireError("an answer with too many parts")
    decoder = Decoder(payload)
    try:
        value = decoder.value(json.loads(tree.decode("ascii")))
    except (RuntimeError, ValueError, KeyError, TypeError, OverflowError, MemoryError, ImportError) as error:
        raise WireError(f"not a well-formed answer: {type(error).__name__}") from None
    if decoder.left:
        raise WireError(f"{decoder.left} bytes that belong to nothing")
    return value


def _swells(tree: bytes) -> bool:
    """Whether there are too many parts to parse it; counted in the text, where brackets in strings count as well."""
    return tree.count(b"[") + tree.count(b"{") > MAX_CONTAINERS or tree.count(b",") > 3 * MAX_NODES
