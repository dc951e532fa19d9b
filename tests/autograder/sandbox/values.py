"""Values that can be sent, as Hypothesis strategies, and a comparison that shares no code with the wire."""

import struct

import numpy as np
import torch
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.sandbox.tree import DTYPES, Handle

TEXT = st.text(st.characters(exclude_categories=()), max_size=8)  # lone surrogates too
SHAPES = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
TENSOR_DTYPES = [
    torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64,
    torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128,
]  # fmt: skip


def _rearranged(array, how):
    match how:
        case "every other":
            return array[..., ::2] if array.ndim else array
        case "backwards":
            return array[::-1] if array.ndim else array
        case "big-endian":
            return array.astype(array.dtype.newbyteorder(">"))
        case "read-only":
            array.flags.writeable = False
            return array
        case "broadcast":
            return np.broadcast_to(array, (2, *array.shape))
    return array.T


HOW = st.sampled_from(["every other", "backwards", "big-endian", "read-only", "broadcast", "transposed"])
ARRAYS = st.builds(_rearranged, st.sampled_from(sorted(DTYPES)).flatmap(lambda name: hnp.arrays(name, SHAPES)), HOW)
NUMPY_SCALARS = st.sampled_from(sorted(DTYPES)).flatmap(lambda name: hnp.arrays(name, (1,))).map(lambda a: a[0])
KEYS = st.none() | st.booleans() | st.integers(-(2**59), 2**59) | st.floats() | TEXT
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(10**300), 10**300)
    | st.floats()
    | st.complex_numbers(allow_nan=True)
    | TEXT
    | st.binary(max_size=100)
    | NUMPY_SCALARS
    | ARRAYS
    | st.builds(Handle, st.integers(0, 1 << 70), st.sampled_from(["Network", "größe of float32"]))
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple) | st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=8,
)


@st.composite
def tensors(draw):
    """Tensors of every dtype and odd memory layouts."""
    dtype = draw(st.sampled_from(TENSOR_DTYPES))
    shape = draw(SHAPES)
    raw = draw(st.binary(min_size=16 * int(np.prod(shape)), max_size=16 * int(np.prod(shape))))
    flat = torch.tensor(list(raw), dtype=torch.uint8)
    tensor = flat.view(dtype) if dtype is not torch.bool else flat % 2 == 1
    tensor = tensor[: int(np.prod(shape))].reshape(shape)
    how = draw(st.sampled_from(["plain", "flipped", "expanded", "gradient", "conjugate", "parameter"]))
    if how == "flipped":
        return tensor.movedim(0, -1) if tensor.dim() else tensor
    if how == "expanded":
        return tensor.expand(2, *tensor.shape)
    if how == "conjugate" and dtype.is_complex:
        return tensor.conj()
    if how in ("gradient", "parameter") and dtype.is_floating_point:
        return torch.nn.Parameter(tensor) if how == "parameter" else tensor.requires_grad_()
    return tensor


def bits(value):
    """All that makes a value what it is, in a form that `==` can compare: the bits of numbers, the order of parts."""
    match value:
        case float():
            return "float", _nan_or(value)
        case complex():
            return "complex", _nan_or(value.real), _nan_or(value.imag)
        case list() | tuple():
            return type(value).__name__, [bits(item) for item in value]
        case dict():
            return "dict", [(bits(key), bits(item)) for key, item in value.items()]
        case np.ndarray() | np.generic():
            little = np.asarray(value).astype(value.dtype.newbyteorder("<"))
            return type(value).__name__, value.dtype.name, value.shape, little.tobytes()
        case torch.Tensor():
            plain = value.detach().resolve_conj().contiguous()
            return "tensor", str(value.dtype), tuple(value.shape), bytes(plain.flatten().view(torch.uint8).tolist())
    return type(value).__name__, value


def _nan_or(value):
    return "nan" if value != value else struct.pack("<d", value)
