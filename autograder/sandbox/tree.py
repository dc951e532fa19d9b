"""A value as a typed JSON tree and raw little-endian buffers, never pickle; `wire` makes frames of them.

In the tree ``None``, booleans, integers, finite floats, strings and lists stand for themselves; everything else is an
object with a tag ``t``. Buffers follow each other in the order of the tree, each padded to 64 bytes, so that no offset
has to be believed.

Who decodes trusts nothing: sizes are computed with Python integers, keys are of kinds that cannot be made to collide,
and every deviation is a `WireError`. Whatever `Encoder` takes, `Decoder` gives back.
"""

from __future__ import annotations

import math
import struct
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

MAX_DEPTH = 64
MAX_NODES = 1 << 20
MAX_DIMS = 32  # NumPy 1 allows no more
ALIGN = 64  # bytes; what vector instructions like best

_DTYPES = (
    "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
    "float16", "float32", "float64", "complex64", "complex128",
)  # fmt: skip
DTYPES = {name: np.dtype(name).newbyteorder("<") for name in _DTYPES}
_NAMES = {
    order: name for name, dtype in DTYPES.items() for order in (dtype, dtype.newbyteorder())
}  # `.name` takes long
TENSOR_DTYPES = DTYPES.keys() - {"uint16", "uint32", "uint64"} | {"bfloat16"}
_ITEMSIZES = {name: dtype.itemsize for name, dtype in DTYPES.items()} | {"bfloat16": 2}
_COMPLEX = struct.Struct("<dd")
_MAX_KEY = 1 << 60  # larger integers can share a hash, and a dict of such keys takes hours to build


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


class Encoder:
    """Makes the tree of one value and collects its buffers.

    Args:
        handle_of: makes a handle for what has no form on the wire; without it that is `Unencodable`.
    """

    def __init__(self, handle_of: Callable[[object], Handle] | None = None) -> None:
        self.buffers: list[bytes | memoryview] = []
        self._handle_of = handle_of
        self._nodes = 0
        self._depth = 0

    def tree(self, value: object) -> Any:
        """What `json` can write. Exact types only: a subclass may lie about what it holds."""
        kind = type(value)
        self._count()
        if value is None or kind is bool or kind is int or kind is str:
            return value
        encode_one = _ENCODERS.get(kind)
        return self._other(value, kind) if encode_one is None else encode_one(self, value)

    def _count(self) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise Unencodable(f"a structure of more than {MAX_NODES} parts")
        if self._depth > MAX_DEPTH:
            raise Unencodable(f"a structure nested deeper than {MAX_DEPTH} levels")

    def _list(self, value: list[object] | tuple[object, ...]) -> Any:
        self._depth += 1
        items = [self.tree(item) for item in value]
        self._depth -= 1
        return items

    def _tuple(self, value: tuple[object, ...]) -> Any:
        return {"t": "tuple", "v": self._list(value)}

    def _dict(self, value: Mapping[object, object]) -> Any:
        if not all(map(_is_key, value)):
            return self._kept(value, "a dict with keys other than strings and numbers")
        return {"t": "dict", "k": self._list(list(value)), "v": self._list(list(value.values()))}

    def _float(self, value: float) -> Any:
        return value if math.isfinite(value) else {"t": "float", "v": repr(value)}

    def _complex(self, value: complex) -> Any:
        self._add(memoryview(_COMPLEX.pack(value.real, value.imag)))
        return {"t": "complex"}

    def _bytes(self, value: bytes) -> Any:
        self._add(memoryview(value))
        return {"t": "bytes", "size": len(value)}

    def _handle(self, value: Handle) -> Any:
        return {"t": "handle", "id": value.id, "type": value.type_name}

    def _array(self, value: np.ndarray) -> Any:
        name = _NAMES.get(value.dtype)
        if name is None or value.ndim > MAX_DIMS:
            return self._kept(value, f"an array of {value.ndim} dimensions and dtype {value.dtype}")
        self._add_array(value)
        return {"t": "array", "dtype": name, "shape": list(value.shape)}

    def _other(self, value: object, kind: type) -> Any:
        if isinstance(value, np.generic) and kind.__module__ == "numpy" and value.dtype in _NAMES:
            self._add_array(np.asarray(value))
            return {"t": "scalar", "dtype": _NAMES[value.dtype]}
        tensor = self._tensor(value, kind)
        return self._kept(value, f"a value of type {kind.__name__}") if tensor is None else tensor

    def _tensor(self, value: Any, kind: type) -> Any:
        torch = sys.modules.get("torch")  # a tensor can only exist where torch is loaded
        if torch is None or kind not in (torch.Tensor, torch.nn.Parameter):
            return None
        name = str(value.dtype).removeprefix("torch.")
        if name not in TENSOR_DTYPES or value.layout is not torch.strided or value.is_meta or value.dim() > MAX_DIMS:
            return None
        plain = value.detach().cpu().resolve_conj().resolve_neg().contiguous()
        self._add_array(plain.reshape(-1).view(torch.uint8).numpy())
        return {"t": "tensor", "dtype": name, "shape": list(value.shape)}

    def _kept(self, value: object, described: str) -> Any:
        if self._handle_of is None:
            raise Unencodable(described)
        return self._handle(self._handle_of(value))

    def _add_array(self, value: np.ndarray) -> None:
        plain = np.ascontiguousarray(value, dtype=value.dtype.newbyteorder("<"))
        self._add(plain.reshape(-1).view(np.uint8).data)

    def _add(self, data: memoryview) -> None:
        self.buffers.append(data)
        if len(data) % ALIGN:
            self.buffers.append(bytes(-len(data) % ALIGN))


_ENCODERS: dict[type, Callable[[Encoder, Any], Any]] = {
    list: Encoder._list,
    tuple: Encoder._tuple,
    dict: Encoder._dict,
    float: Encoder._float,
    complex: Encoder._complex,
    bytes: Encoder._bytes,
    Handle: Encoder._handle,
    np.ndarray: Encoder._array,
}


class Decoder:
    """Makes the value of one tree out of `payload`, its buffers; arrays are views of it."""

    def __init__(self, payload: bytearray) -> None:
        self._payload = payload
        self._at = 0
        self._nodes = 0
        self._depth = 0

    @property
    def left(self) -> int:
        """Bytes of the payload that nothing has claimed so far."""
        return len(self._payload) - self._at

    def value(self, node: Any) -> object:
        """The value of one node. Raises `WireError`, and what Python, NumPy and torch raise on nonsense."""
        self._nodes += 1
        if self._nodes > MAX_NODES or self._depth > MAX_DEPTH:
            raise WireError("an answer with too many parts")
        kind = type(node)
        if kind is list:
            return self._list(node)
        if kind is dict:
            return _DECODERS[node["t"]](self, node)
        if kind is float and not math.isfinite(node):
            raise WireError("a float that JSON does not have")
        return node

    def _list(self, node: Any) -> list[object]:
        if not isinstance(node, list):
            raise WireError("a list that is not one")
        self._depth += 1
        items = [self.value(item) for item in node]
        self._depth -= 1
        return items

    def _tuple(self, node: Any) -> tuple[object, ...]:
        return tuple(self._list(node["v"]))

    def _dict(self, node: Any) -> dict[object, object]:
        keys = self._list(node["k"])
        if not all(map(_is_key, keys)):
            raise WireError("a dict with keys other than strings and numbers")
        return dict(zip(keys, self._list(node["v"]), strict=True))

    def _float(self, node: Any) -> float:
        if node["v"] not in ("nan", "inf", "-inf"):
            raise WireError("not a special float")
        return float(node["v"])

    def _complex(self, _: Any) -> complex:
        return complex(*_COMPLEX.unpack(self._take(_COMPLEX.size)))

    def _bytes(self, node: Any) -> bytes:
        return bytes(self._take(_size(node["size"])))

    def _handle(self, node: Any) -> Handle:
        if not isinstance(node["type"], str) or not node["type"].isprintable():
            raise WireError("a handle whose type has no name")
        return Handle(_size(node["id"]), node["type"][:200])

    def _array(self, node: Any) -> np.ndarray:
        shape = _shape(node["shape"])
        dtype = DTYPES[node["dtype"]]
        raw = np.frombuffer(self._take(math.prod(shape) * dtype.itemsize), dtype=np.uint8)
        # A byte that is neither 0 nor 1 makes a boolean array misbehave.
        flat: np.ndarray = raw != 0 if dtype == np.bool_ else raw.view(dtype)
        return flat.reshape(shape)

    def _scalar(self, node: Any) -> object:
        return self._array({"dtype": node["dtype"], "shape": []})[()]

    def _tensor(self, node: Any) -> object:
        if node["dtype"] not in TENSOR_DTYPES:
            raise WireError("a tensor of an unknown dtype")
        shape = _shape(node["shape"])
        raw = self._take(math.prod(shape) * _ITEMSIZES[node["dtype"]])
        import torch  # only now: seconds that not every frame is worth

        dtype = getattr(torch, node["dtype"])
        if not raw:
            return torch.empty(shape, dtype=dtype)
        flat = torch.frombuffer(raw, dtype=torch.uint8)
        return (flat != 0).reshape(shape) if dtype is torch.bool else flat.view(dtype).reshape(shape)

    def _take(self, size: int) -> memoryview:
        start, end = self._at, self._at + size
        if end + -size % ALIGN > len(self._payload):
            raise WireError(f"a buffer of {size} bytes where {self.left} are left")
        self._at = end + -size % ALIGN
        return memoryview(self._payload)[start:end]


_DECODERS: dict[object, Callable[[Decoder, Any], object]] = {
    "tuple": Decoder._tuple,
    "dict": Decoder._dict,
    "float": Decoder._float,
    "complex": Decoder._complex,
    "bytes": Decoder._bytes,
    "handle": Decoder._handle,
    "array": Decoder._array,
    "scalar": Decoder._scalar,
    "tensor": Decoder._tensor,
}


def _size(value: object) -> int:
    if type(value) is not int or value < 0:
        raise WireError("a size that is not a natural number")
    return value


def _shape(value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or len(value) > MAX_DIMS:
        raise WireError("a shape that is not a short list")
    return tuple(map(_size, value))


def _is_key(value: object) -> bool:
    """Whether a dict may have this key: with hashes that a sender cannot make equal, building one takes linear time."""
    kind = type(value)
    if kind is str:
        return True
    if isinstance(value, int) and kind is int:
        return -_MAX_KEY < value < _MAX_KEY
    if isinstance(value, np.generic):
        return kind.__module__ == "numpy" and value.dtype in _NAMES and value.dtype.kind in "biuf"
    return value is None or kind is bool or kind is float
