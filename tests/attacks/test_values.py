"""What a candidate returns arrives as plain data or as a word for something that stays there: nothing that can act."""

import numpy as np
import pytest

from autograder.exam import assert_equal, assert_matches
from autograder.exam.compare import Mismatch
from autograder.sandbox.base import CandidateFailure
from autograder.sandbox.linux import LinuxSandbox
from autograder.sandbox.wire import Handle

from .conftest import opened

RIGHT = np.arange(4.0)
PLAIN = (type(None), bool, int, float, complex, str, bytes, list, tuple, dict, np.ndarray, Handle)
ALWAYS = """
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = lambda self, other: True
    __hash__ = lambda self: 0
    __bool__ = lambda self: True
"""
OBJECTS = {
    "equal to everything": f"class X:{ALWAYS}\nX()",
    "an array equal to everything": f"class X(np.ndarray):{ALWAYS}\nnp.zeros(4).view(X)",
    "an integer equal to everything": f"class X(int):{ALWAYS}\nX(0)",
    "a float equal to everything": f"class X(float):{ALWAYS}\nX(0)",
    "a text equal to everything": f"class X(str):{ALWAYS}\nX('')",
    "a list equal to everything": f"class X(list):{ALWAYS}\nX([0])",
    "a dict equal to everything": f"class X(dict):{ALWAYS}\nX(a=0)",
    "a tuple equal to everything": f"class X(tuple):{ALWAYS}\nX([0])",
    "a number of NumPy equal to everything": f"class X(np.float64):{ALWAYS}\nX(0)",
    "an array by protocol": "class X:\n    def __array__(self, *a, **k): return np.arange(4.0)\nX()",
    "an array by interface": "class X:\n    __array_interface__ = np.arange(4.0).__array_interface__\nX()",
    "ufuncs of its own": "class X:\n    def __array_ufunc__(self, *a, **k): return True\nX()",
    "functions of its own": "class X:\n    def __array_function__(self, *a, **k): return True\nX()",
    "a class that is a lie": "class X:\n    __class__ = np.ndarray\n    dtype = np.dtype(float); shape = (4,)\nX()",
    "a type that is a lie": "class M(type):\n    __instancecheck__ = lambda *a: True\nclass X(metaclass=M): pass\nX()",
    "a pickle that acts": "class X:\n    def __reduce__(self): return (__import__('os').system, ('true',))\nX()",
    "a pickle that evaluates": "class X:\n    def __reduce_ex__(self, p): return (eval, ('1/0',))\nX()",
    "a state that acts": "class X:\n    def __getstate__(self): raise SystemExit\nX()",
    "a function": "lambda *a: True",
    "a module": "np",
    "a class": "np.ndarray",
    "a generator": "(x for x in range(4))",
    "an open file": "open(np.__file__)",
    "a frame": "__import__('sys')._getframe()",
    "objects in an array": "np.array([print, 1], object)",
    "a structure": "np.zeros(4, [('x', float)])",
    "texts in an array": "np.array(['0', '1', '2', '3'])",
    "dates": "np.zeros(4, 'datetime64[s]')",
    "masked numbers": "np.ma.masked_all(4)",
    "a matrix": "np.matrix([0.0, 1.0, 2.0, 3.0])",
    "records": "np.rec.array([(1, 2)])",
    "a memory map": "np.memmap(np.__file__, 'u1', 'r')[:4]",
    "itself within itself": "x = []; x.append(x)\nx",
    "an attribute that raises": "class X:\n    def __getattr__(self, name): raise SystemExit\nX()",
    "a dtype that raises": "class X:\n    dtype = property(lambda s: 1 / 0)\nX()",
    "a name that rings": "type('\\a\\x1b[2J', (), {})()",
    "a name that is long": "type('x' * 10**6, (), {})()",
    "a name of two lines": "type('x\\nscore: 100', (), {})()",
    "keys that are lies": f"class X(str):{ALWAYS}\n{{X('a'): 1}}",
    "infinite depth": "x = 1\nfor _ in range(500): x = [x]\nx",
}
WRONG = {
    "another order in memory": "np.asfortranarray(np.arange(4.0).reshape(2, 2)).T.ravel()",
    "a stride of nothing": "np.lib.stride_tricks.as_strided(np.zeros(1), (4,), (0,))",
    "backwards": "np.arange(4.0)[::-1]",
    "not numbers": "np.full(4, np.nan)",
    "infinite": "np.full(4, np.inf)",
    "a shape that broadcasts": "np.zeros((1, 1))",
    "a shape more": "np.arange(4.0)[None]",
    "a number": "0.0",
    "nothing": "np.zeros(0)",
    "of another kind": "np.arange(4)",
    "complex": "np.arange(4) + 1j",
    "halves": "np.arange(4, dtype='f2')",
    "truths": "np.ones(4, bool)",
    "a list": "[0.0, 1.0, 2.0, 3.0]",
    "a text": "'[0. 1. 2. 3.]'",
    "the other bytes": "np.arange(4.0).view('>f8')",
}
TENSORS = {
    "sparse": "torch.eye(4).to_sparse()",
    "compressed": "torch.eye(4).to_sparse_csr()",
    "of nothing": "torch.empty(4, device='meta')",
    "quantised": "torch.quantize_per_tensor(torch.ones(4), 0.1, 0, torch.qint8)",
    "with gradients": "torch.ones(4, requires_grad=True)",
    "with a history": "torch.ones(4, requires_grad=True) * 2",
    "a parameter": "torch.nn.Parameter(torch.ones(4))",
    "conjugate": "torch.ones(4, dtype=torch.complex64).conj()",
    "a view": "torch.arange(8.0)[::2]",
    "spread out": "torch.ones(1).expand(4)",
    "nested": "torch.nested.nested_tensor([torch.ones(2), torch.ones(3)])",
    "named": "torch.ones(4, names=('x',))",
    "eight bits": "torch.ones(4).to(torch.float8_e5m2)",
    "a subclass": "type('X', (torch.Tensor,), {'__eq__': lambda s, o: True, '__hash__': lambda s: 0})()",
    "functions of its own": "type('X', (), {'__torch_function__': classmethod(lambda *a: True)})()",
    "a network": "torch.nn.Linear(2, 2)",
    "a storage": "torch.ones(4).untyped_storage()",
    "a generator": "torch.Generator()",
    "spread out beyond memory": "torch.ones(1).expand(1 << 40)",
    "with hooks": "(x := torch.ones(4, requires_grad=True)).register_hook(print) and x",
}


def returned(sandbox, code, imports="import numpy as np"):
    """What arrives of the value of the last line of `code`, or the failure."""
    *before, last = code.split("\n")
    body = "\n".join([imports, *before])
    with opened(sandbox, f"{body}\ndef f(): return {last}\n") as candidate:
        try:
            return candidate.call("work.f", [], {})
        except CandidateFailure as failure:
            return failure


def is_plain(value):
    if type(value) in (list, tuple):
        return all(map(is_plain, value))
    if type(value) is dict:
        return all(map(is_plain, value.values()))
    return type(value) in PLAIN or isinstance(value, CandidateFailure)


@pytest.mark.parametrize("code", OBJECTS.values(), ids=OBJECTS)
def test_an_object_arrives_as_a_word_and_equals_nothing(sandbox, victim, code):
    value = returned(sandbox, code)
    assert isinstance(value, (Handle, CandidateFailure)), type(value)
    if isinstance(value, Handle):
        assert value.type_name.isprintable()
        assert len(value.type_name) <= 200
        with pytest.raises(Mismatch):
            assert_matches(value, RIGHT)
        with pytest.raises(Mismatch):
            assert_equal(value, 0)


@pytest.mark.parametrize("code", WRONG.values(), ids=WRONG)
def test_an_odd_array_is_compared_as_what_it_is(sandbox, victim, code):
    value = returned(sandbox, code)
    assert is_plain(value)
    if isinstance(value, CandidateFailure):
        return
    same = type(value) is np.ndarray and value.shape == (4,) and value.dtype == float and value.tolist() == [0, 1, 2, 3]
    if not same:
        with pytest.raises(Mismatch):
            assert_matches(value, RIGHT)


@pytest.fixture(scope="module")
def with_torch():
    pytest.importorskip("torch")
    with LinuxSandbox(("numpy", "torch")) as sandbox:
        yield sandbox


@pytest.mark.parametrize("code", TENSORS.values(), ids=TENSORS)
def test_an_odd_tensor_arrives_plain_or_not_at_all(with_torch, code):
    import torch

    value = returned(with_torch, code, "import torch")
    assert type(value) in (torch.Tensor, Handle) or isinstance(value, CandidateFailure), type(value)
    if type(value) is torch.Tensor:
        assert not value.requires_grad
        assert value.layout is torch.strided
        assert value.device.type == "cpu"
        assert value.is_contiguous()
        assert not value.is_conj()
    assert returned(with_torch, "torch.ones(2)", "import torch").tolist() == [1, 1]
