"""Frames between the grader and a candidate: a typed JSON tree and raw little-endian buffers, never pickle.

A frame is ``magic (4) | u32 length of the tree | u64 length of the payload | tree | payload``, integers big-endian.
In the tree ``None``, booleans, integers, finite floats, strings and lists stand for themselves; everything else is an
object with a tag ``t``. Buffers follow each other in the payload in the order of the tree, each padded to 64 bytes, so
that no offset has to be believed.

Whoever reads a frame trusts nothing in it: lengths are capped before memory is taken, sizes are computed with Python
integers, and every deviation is a `WireError`.
"""

from __future__ import annotations

import json
import math
import struct
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

MAGIC = b"cvag"
HEADER = struct.Struct(">4sIQ")
MAX_TREE = 16 << 20  # bytes of JSON
MAX_DEPTH = 64
MAX_NODES = 1 << 20
MAX_DIMS = 32  # NumPy 1 allows no more
ALIGN = 64  # bytes; what vector instructions like best

_DTYPES = (
    "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
    "float16", "float32", "float64", "complex64", "complex128",
)  # fmt: skip
DTYPES = {name: np.dtype(name).newbyteorder("<") for name in _DTYPES}
_NUMBERS = frozenset({"uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64", "bool"})
TENSOR_DTYPES = _NUMBERS | {"complex64", "complex128", "bfloat16"}


class WireError(Exception):
    """A frame that is not one: its sender is broken or hostile."""


class Unencodable(TypeError):
    """A value that has no form on the wire."""


@dataclass(frozen=True)
class Handle:
    """A value that stays in the candidate.

    Attributes:
        id: what the candidate knows it by.
        type_name: what the candidate says it is: for messages only, never believed.
    """

    id: int
    type_name: str


Reader = Callable[[int], bytearray]
Writer = Callable[[list[bytes | memoryview]], None]


def encode(value: object, handle_of: Callable[[object], Handle] | None = None) -> list[bytes | memoryview]:
    """A frame for `value`, as pieces to be written one after the other.

    Args:
        handle_of: makes a handle for what has no form on the wire; without it that is `Unencodable`.
    """
    buffers: list[bytes | memoryview] = []
    try:
        text = json.dumps(_Encoder(buffers, handle_of).tree(value, 0), allow_nan=False, separators=(",", ":"))
        tree = text.encode("utf-8", "surrogatepass")
    except (RecursionError, ValueError) as error:
        raise Unencodable(str(error)) from None
    if len(tree) > MAX_TREE:
        raise Unencodable(f"a structure of {len(tree)} bytes; at most {MAX_TREE}")
    size = sum(len(piece) for piece in buffers)
    return [HEADER.pack(MAGIC, len(tree), size), tree, *buffers]


def read(receive: Reader, max_payload: int) -> object:
    """The value of the next frame.

    Args:
        receive: gives exactly that many bytes or raises.
        max_payload: bytes; a frame that announces more is refused before memory is taken.

    Raises:
        WireError: anything that is not a well-formed frame within the limits.
    """
    magic, tree_size, payload_size = HEADER.unpack(bytes(receive(HEADER.size)))
    if magic != MAGIC:
        raise WireError(f"expected a frame, got bytes {magic!r}")
    if tree_size > MAX_TREE or payload_size > max_payload:
        raise WireError(f"an answer of {tree_size + payload_size} bytes; at most {max_payload}")
    tree = receive(tree_size)
    return decode(bytes(tree), receive(payload_size))


def decode(tree: bytes, payload: bytearray) -> object:
    """The value that a tree and its payload stand for; raises `WireError`."""
    try:
        parsed = json.loads(tree.decode("utf-8", "surrogatepass"))
        decoder = _Decoder(payload)
        value = decoder.value(parsed, 0)
    except (RecursionError, ValueError, KeyError, TypeError, OverflowError, MemoryError) as error:
        raise WireError(f"not a well-formed answer: {type(error).__name__}") from None
    if decoder.at != len(payload):
        raise WireError(f"{len(payload) - decoder.at} bytes that belong to nothing")
    return value


class _Encoder:
    def __init__(self, buffers: list[bytes | memoryview], handle_of: Callable[[object], Handle] | None) -> None:
        self.buffers = buffers
        self.handle_of = handle_of

    def tree(self, value: object, depth: int) -> Any:
        """Exact types only: a subclass may lie about what it holds."""
        kind = type(value)
        if depth > MAX_DEPTH:
            raise Unencodable(f"nested deeper than {MAX_DEPTH} levels")
        if value is None or kind is bool or kind is int or kind is str:
            return value
        if kind is list:
            return [self.tree(item, depth + 1) for item in value]  # type: ignore[attr-defined]
        encode_one = _ENCODERS.get(kind)
        if encode_one is not None:
            return encode_one(self, value, depth)
        return self._other(value, kind)

    def _float(self, value: float, depth: int) -> Any:
        return value if math.isfinite(value) else {"t": "float", "v": repr(value)}

    def _complex(self, value: complex, depth: int) -> Any:
        return {"t": "complex", "v": [self._float(value.real, 0), self._float(value.imag, 0)]}

    def _bytes(self, value: bytes, depth: int) -> Any:
        self._add(memoryview(value))
        return {"t": "bytes", "size": len(value)}

    def _tuple(self, value: tuple[object, ...], depth: int) -> Any:
        return {"t": "tuple", "v": [self.tree(item, depth + 1) for item in value]}

    def _dict(self, value: Mapping[object, object], depth: int) -> Any:
        pairs = [[self.tree(k, depth + 1), self.tree(v, depth + 1)] for k, v in value.items()]
        return {"t": "dict", "v": pairs}

    def _handle(self, value: Handle, depth: int) -> Any:
        return {"t": "handle", "id": value.id, "type": value.type_name}

    def _array(self, value: np.ndarray, depth: int) -> Any:
        if value.dtype.name not in DTYPES:
            return self._other(value, np.ndarray)
        self._add_array(value)
        return {"t": "array", "dtype": value.dtype.name, "shape": list(value.shape)}

    def _other(self, value: object, kind: type) -> Any:
        if isinstance(value, np.generic) and kind.__module__ == "numpy" and value.dtype.name in DTYPES:
            self._add_array(np.asarray(value))
            return {"t": "scalar", "dtype": value.dtype.name}
        tensor = self._tensor(value, kind)
        if tensor is not None:
            return tensor
        if self.handle_of is None:
            raise Unencodable(f"a value of type {kind.__name__} cannot be sent")
        return self._handle(self.handle_of(value), 0)

    def _tensor(self, value: Any, kind: type) -> Any:
        torch = sys.modules.get("torch")  # a tensor can only exist where torch is loaded
        if torch is None or kind not in (torch.Tensor, torch.nn.Parameter):
            return None
        name = str(value.dtype).removeprefix("torch.")
        if name not in TENSOR_DTYPES or value.layout is not torch.strided:
            return None
        plain = value.detach().cpu().resolve_conj().resolve_neg().contiguous()
        self._add_array(plain.reshape(-1).view(torch.uint8).numpy())
        return {"t": "tensor", "dtype": name, "shape": list(value.shape)}

    def _add_array(self, value: np.ndarray) -> None:
        plain = np.ascontiguousarray(value, dtype=value.dtype.newbyteorder("<"))
        self._add(memoryview(plain.reshape(-1).view(np.uint8)))

    def _add(self, data: memoryview) -> None:
        self.buffers.append(data)
        if len(data) % ALIGN:
            self.buffers.append(bytes(-len(data) % ALIGN))


_ENCODERS: dict[type, Callable[[_Encoder, Any, int], Any]] = {
    float: _Encoder._float,
    complex: _Encoder._complex,
    bytes: _Encoder._bytes,
    tuple: _Encoder._tuple,
    dict: _Encoder._dict,
    Handle: _Encoder._handle,
    np.ndarray: _Encoder._array,
}


class _Decoder:
    def __init__(self, payload: bytearray) -> None:
        self.payload = payload
        self.at = 0
        self.nodes = 0

    def value(self, node: Any, depth: int) -> object:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise WireError("an answer with too many parts")
        if isinstance(node, list):
            return [self.value(item, depth + 1) for item in node]
        if not isinstance(node, dict):
            if isinstance(node, float) and not math.isfinite(node):
                raise WireError("a float that JSON does not have")
            return node
        decode_one = _DECODERS.get(node["t"])
        if decode_one is None:
            raise WireError("a value of an unknown kind")
        return decode_one(self, node, depth)

    def _float(self, node: Any, depth: int) -> float:
        if node["v"] not in ("nan", "inf", "-inf"):
            raise WireError("not a special float")
        return float(node["v"])

    def _complex(self, node: Any, depth: int) -> complex:
        real, imag = (self.value(part, depth + 1) for part in node["v"])
        if not isinstance(real, float) or not isinstance(imag, float):
            raise WireError("a complex number of something else than floats")
        return complex(real, imag)

    def _bytes(self, node: Any, depth: int) -> bytes:
        return bytes(self._take(_size(node["size"])))

    def _tuple(self, node: Any, depth: int) -> tuple[object, ...]:
        return tuple(self.value(item, depth + 1) for item in node["v"])

    def _dict(self, node: Any, depth: int) -> dict[object, object]:
        pairs = [(self.value(key, depth + 1), self.value(item, depth + 1)) for key, item in node["v"]]
        return dict(pairs)

    def _handle(self, node: Any, depth: int) -> Handle:
        if not isinstance(node["type"], str):
            raise WireError("a handle without a type")
        return Handle(_size(node["id"]), node["type"][:200])

    def _array(self, node: Any, depth: int) -> np.ndarray:
        shape = _shape(node["shape"])
        dtype = DTYPES[node["dtype"]]
        raw = np.frombuffer(self._take(math.prod(shape) * dtype.itemsize), dtype=np.uint8)
        if dtype == np.bool_:  # a byte that is neither 0 nor 1 makes NumPy misbehave
            return (raw != 0).reshape(shape)
        return raw.view(dtype).reshape(shape)

    def _scalar(self, node: Any, depth: int) -> np.generic:
        scalar = self._array({"dtype": node["dtype"], "shape": []}, depth)[()]
        assert isinstance(scalar, np.generic)
        return scalar

    def _tensor(self, node: Any, depth: int) -> object:
        import torch  # only an assignment that works with tensors pays for it

        if node["dtype"] not in TENSOR_DTYPES:
            raise WireError("a tensor of an unknown dtype")
        dtype = getattr(torch, node["dtype"])
        shape = _shape(node["shape"])
        raw = self._take(math.prod(shape) * dtype.itemsize)
        if not raw:
            return torch.empty(shape, dtype=dtype)
        flat = torch.frombuffer(raw, dtype=torch.uint8)
        return (flat != 0).reshape(shape) if dtype is torch.bool else flat.view(dtype).reshape(shape)

    def _take(self, size: int) -> memoryview:
        end = self.at + size
        padded = end + -size % ALIGN
        if padded > len(self.payload):
            raise WireError(f"a buffer of {size} bytes where {len(self.payload) - self.at} are left")
        data = memoryview(self.payload)[self.at : end]
        self.at = padded
        return data


_DECODERS: dict[object, Callable[[_Decoder, Any, int], object]] = {
    "float": _Decoder._float,
    "complex": _Decoder._complex,
    "bytes": _Decoder._bytes,
    "tuple": _Decoder._tuple,
    "dict": _Decoder._dict,
    "handle": _Decoder._handle,
    "array": _Decoder._array,
    "scalar": _Decoder._scalar,
    "tensor": _Decoder._tensor,
}


def _size(value: object) -> int:
    if type(value) is not int or value < 0:
        raise WireError("a size that is not a natural number")
    return value


def _shape(value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or len(value) > MAX_DIMS:
        raise WireError("a shape that is not a short list")
    return tuple(_size(length) for length in value)
