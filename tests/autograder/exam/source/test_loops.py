"""The loop rule: what must be refused in any disguise, and what must pass in any style."""

import pytest

from autograder.assignment import Rules
from autograder.exam.source_rules import Violation

from .reading import check

PLAIN = {
    "for": ("def f(x):\n    for i in x: pass", "a for loop"),
    "while": ("def f(x):\n    while x: x -= 1", "a while loop"),
    "async for": ("async def f(x):\n    async for i in x: pass", "an async for loop"),
    "list comprehension": ("def f(x):\n    return [i for i in x]", "a list comprehension"),
    "set comprehension": ("def f(x):\n    return {i for i in x}", "a set comprehension"),
    "dict comprehension": ("def f(x):\n    return {i: i for i in x}", "a dict comprehension"),
    "generator expression": ("def f(x):\n    return sum(i for i in x)", "a generator expression"),
}


@pytest.mark.parametrize(("text", "reason"), PLAIN.values(), ids=PLAIN)
def test_a_plain_loop_is_named(text, reason):
    assert check(text) == [Violation("layers.py, line 2", text.split("\n")[1].strip(), reason)]


DISGUISED = {
    "map": "def f(x): return list(map(abs, x))",
    "map under another name": "m = map\ndef f(x): return list(m(abs, x))",
    "map from builtins": "import builtins as b\ndef f(x): return list(b.map(abs, x))",
    "iter under another name": "again = iter\ndef f(x): return list(again(x.pop, 0))",
    "a key for sorted under another name": "best = sorted\ndef f(x): return best(x, key=lambda v: -v)",
    "a key handed on by partial": "from functools import partial\ndef f(x): return partial(max, key=lambda v: -v)(x)",
    "a key by its place": "from itertools import groupby\ndef f(x): return list(groupby(x, lambda v: v))",
    "a key that calls a method": "import operator\ndef f(x): return sorted(x, key=operator.methodcaller('sum'))",
    "starmap taken by a pattern": (
        "import itertools\ndef f(x):\n    match itertools:\n        case object(starmap=m): return m(x)"
    ),
    "accumulate taken by a pattern in a pattern": (
        "import itertools\ndef f(x):\n    match [itertools]:\n        case [object(accumulate=m)]: return m(x)"
    ),
    "objects": "import numpy as np\ndef f(x): return np.array(x, dtype=object) * 2",
    "objects by text": "def f(x): return x.astype('O') * 2",
    "objects by their type": "import numpy as np\ndef f(x): return x.astype(np.object_) * 2",
    "map picked from a list": "def f(x): return [map, abs][0](abs, x)",
    "filter": "def f(x): return list(filter(None, x))",
    "reduce": "from functools import reduce as r\ndef f(x): return r(max, x)",
    "starmap": "from itertools import starmap\ndef f(x): return list(starmap(pow, x))",
    "accumulate": "import itertools as it\ndef f(x): return list(it.accumulate(x, max))",
    "vectorize": "import numpy as np\ndef f(x): return np.vectorize(abs)(x)",
    "vectorize as decorator": "import numpy as np\n@np.vectorize\ndef f(x): return abs(x)",
    "vectorize imported": "from numpy import vectorize as v\ndef f(x): return v(abs)(x)",
    "vectorize aliased": "import numpy as np\nv = np.vectorize\ndef f(x): return v(abs)(x)",
    "vectorize by star": "from numpy import *\ndef f(x): return vectorize(abs)(x)",
    "vectorize by text": "import numpy as np\ndef f(x): return getattr(np, 'vectorize')(abs)(x)",
    "vectorize by attrgetter": "import numpy, operator as o\ndef f(x): return o.attrgetter('vectorize')(numpy)(abs)(x)",
    "vectorize by a long path": "import numpy\ndef f(x): return numpy.lib.function_base.vectorize(abs)(x)",
    "vectorize of a module handed on": "import numpy\ndef g(n, x): return n.vectorize(abs)(x)\ndef f(x): g(numpy, x)",
    "vectorize of a default": "import numpy as np\ndef f(x, n=np): return n.vectorize(abs)(x)",
    "frompyfunc": "import numpy as np\ndef f(x): return np.frompyfunc(abs, 1, 1)(x)",
    "apply_along_axis": "import numpy as np\ndef f(x): return np.apply_along_axis(sum, 0, x)",
    "nditer": "import numpy as np\ndef f(x): return np.nditer(x)",
    "ndindex": "import numpy as np\ndef f(x): return list(np.ndindex(x.shape))",
    "fromiter": "import numpy as np\ndef f(x): return np.fromiter(x, float)",
    "Tensor.apply_": "def f(x): return x.apply_(abs)",
    "sort with a key": "def f(x): return sorted(x, key=lambda i: -i)",
    "max with a method as key": "def f(x): return max(x, key=x.helper)",
    "key hidden in a dict": "def f(x): return sorted(x, **{'key': abs})",
    "list.sort with a key": "def g(i): return i\ndef f(x): x.sort(key=g)",
    "iter with a function": "def f(x): return list(iter(x.pop, None))",
    "re.sub with a function": "import re\ndef f(x): return re.sub('x', lambda m: x.step(), 'xxx')",
    "an iterator class": "class I:\n    def __next__(self): ...\ndef f(x): return list(I())",
    "recursion": "def f(n): return n and f(n - 1)",
    "mutual recursion": "def f(n): return g(n)\ndef g(n): return n and f(n - 1)",
    "recursion of an alias": "def f(n): return n and g(n - 1)\ng = f",
    "recursion of a lambda": "f = lambda n: n and f(n - 1)",
    "recursion of an inner lambda": "def f(n):\n    g = lambda k: k and g(k - 1)\n    return g(n)",
    "recursion through partial": "from functools import partial\ndef f(n): return partial(f, n - 1)()",
    "recursion of a method": "class A:\n    def step(s, n): return n and s.step(n - 1)\ndef f(n): return A().step(n)",
    "recursion by class name": "class A:\n    def step(n): return n and A.step(n - 1)\ndef f(n): return A.step(n)",
    "recursion by a stored self": (
        "class A:\n    def __init__(self): self.me = self\n    def step(self, n): return n and self.me.step(n - 1)\n"
        "def f(n): return A().step(n)"
    ),
    "recursion by calling an object": "class A:\n    def __call__(s, n): return n and s(n - 1)\ndef f(n): A()(n)",
    "recursion of a constructor": "class A:\n    def __init__(self, n): self.x = n and A(n - 1)\ndef f(n): A(n)",
    "recursion of a class method": (
        "class A:\n    @classmethod\n    def g(cls, n): return n and cls.g(n - 1)\ndef f(n): return A.g(n)"
    ),
    "recursion of an inner lambda without a name": "def f(n): return (lambda k: k and f(k - 1))(n)",
    "recursion through a base class": (
        "class A:\n    def step(self, n): return B().go(n - 1)\n"
        "class B(A):\n    def go(self, n): return n and self.step(n)\n"
        "def f(n): return B().go(n)"
    ),
    "recursion through a second constructor": (
        "class A:\n    def __init__(self, n): self.x = n and self.make(n)\n"
        "    @classmethod\n    def make(cls, n): return cls(n - 1)\n"
        "def f(n): return A(n)"
    ),
    "recursion without a name": "def f(n): return (lambda g: g(g, n))(lambda g, k: k and g(g, k - 1))",
    "exec": "def f(x): exec('for i in x: pass')",
    "eval": "def f(x): return eval('[i for i in x]')",
    "getattr by a variable": "import numpy as np\ndef f(x, n='vector' + 'ize'): return getattr(np, n)(abs)(x)",
    "getattr under another name": "import numpy as n\ng = getattr\ndef f(x): return g(n, 'vector' + 'ize')(abs)(x)",
    "getattr handed to partial": "import functools\ndef f(x): return functools.partial(getattr, x)('ma' + 'p')",
    "attrgetter under another name": "from operator import attrgetter as a\ndef f(x): return a('vector' + 'ize')(x)",
    "getattr in a pattern": (
        "import operator\ndef f(x):\n    match operator:\n        case object(attrgetter=a): return a('ma')"
    ),
    "a module in a pattern": "import typing\ndef f(x):\n    match typing:\n        case object(sys=s): return s.path",
    "a pattern whose names are made up": (
        "class M(type):\n    def __instancecheck__(*_): return True\n"
        "class A(metaclass=M):\n    __match_args__ = ('vectorize',)\n"
        "def f(x):\n    match x:\n        case A(v): return v"
    ),
    "a pattern by a class that is made up": "def f(x, A):\n    match x:\n        case A(v): return v",
    "a builtin's module": "def g(m): return m.map\ndef f(x): return g(abs.__self__)(abs, x)",
    "a private part of a library": "import dataclasses as d\ndef f(x): return d._create_fn('g', [], ['return 1'])()",
    "a reference to a type": "import typing\ndef f(x): return typing.ForwardRef('[1 for _ in x]')._evaluate({}, {}, x)",
    "a measured text": "import numpy as np\ndef f(x): np.testing.measure('[i for i in x]')",
    "an annotation that is run": (
        "from functools import singledispatch\n@singledispatch\ndef g(x): ...\ndef h(x: '[i for i in (1,)]'): ...\n"
        "def f(x): g.register(h)"
    ),
    "globals": "def f(x): return globals()['g'](x)",
    "import by text": "def f(x): return __import__('helpers').g(x)",
    "importlib": "import importlib\ndef f(x): return importlib.import_module('helpers').g(x)",
    "sys.modules": "import sys\ndef f(x): return sys.modules['helpers'].g(x)",
    "sys through another module": "import typing\ndef f(x): return typing.sys.modules['helpers'].g(x)",
    "subclasses": "class A: ...\ndef f(x): return A.__subclasses__()[0](x)",
    "threads": "import threading\ndef f(x): threading.Thread(target=x).start()",
    "FunctionType": "import types\ndef f(x): return types.FunctionType(x, {})()",
    "a text built at import": "exec('def g(x):\\n for i in x: pass')\ndef f(x): return g(x)",
    "globals changed at import": "def g(x): ...\nglobals()['g'] = 1\ndef f(x): return g(x)",
    "globals changed by a helper": "def init(): globals()['f'] = 1\ninit()\ndef f(x): ...",
}


@pytest.mark.parametrize("text", DISGUISED.values(), ids=DISGUISED)
def test_a_disguised_loop_is_refused(text):
    assert check(text), "got through"


ODD_BUT_RIGHT = {
    "broadcasting": "import numpy as np\ndef f(x): return x[:, None] * np.ones((1, 3))",
    "add.at": "import numpy as np\ndef f(x): np.add.at(x, [0, 0], 1); return np.add.reduce(x)",
    "sliding windows": "import numpy as np\ndef f(x): return np.lib.stride_tricks.sliding_window_view(x, 3)",
    "as_strided, imported": "from numpy.lib.stride_tricks import as_strided as s\ndef f(x): return s(x, (2, 2))",
    "einsum": "import numpy\ndef f(x): return numpy.einsum('ij,jk->ik', x, x)",
    "index tricks": "import numpy as np\ndef f(x): return x[np.ix_([0], [1])] + np.r_[1:3] + np.s_[::2].step",
    "where and slices": "import numpy as np\ndef f(x): x[..., ::2] = np.where(x > 0, x, 0)[..., ::2]; return x",
    "a closure": "def f(x):\n    def g(y):\n        return y + x\n    return g(x)",
    "lambdas": "half = lambda x: x / 2\ndef f(x): return (lambda y: half(y))(x)",
    "partial": "import numpy as np\nfrom functools import partial\ng = partial(np.sum, axis=0)\ndef f(x): return g(x)",
    "piecewise": "import numpy as np\ndef f(x): return np.piecewise(x, [x < 0], [lambda v: -v, lambda v: v])",
    "fromfunction": "import numpy as np\ndef f(x): return np.fromfunction(lambda i, j: i + j, x.shape)",
    "fft": "import numpy as np\ndef f(x): return np.fft.irfft2(np.fft.rfft2(x))",
    "match, with and try": (
        "import numpy as np\ndef f(x):\n    match x.ndim:\n        case 1: return x\n"
        "    with np.errstate(all='ignore'):\n        try: return 1 / x\n        except ValueError: raise"
    ),
    "a pattern of shapes": (
        "import numpy as np\ndef f(x):\n    match x, x.ndim:\n"
        "        case np.ndarray(shape=(n, *_)), int(d): return n + d"
    ),
    "a pattern of an own class": (
        "from dataclasses import dataclass\n@dataclass\nclass Size:\n    h: int\n    w: int\n"
        "def f(x):\n    match Size(*x.shape):\n        case Size(h, w=w): return h * w"
    ),
    "a function for each type": (
        "from functools import singledispatch\n@singledispatch\ndef g(x): return x\n"
        "@g.register\ndef _(x: float): return x + 1\ndef f(x): return g(x)"
    ),
    "an object of no kind": "NOTHING = object()\ndef f(x, y=NOTHING): return x if isinstance(x, object) else y",
    "a class of objects": "class A(object):\n    def __eq__(self, o: object): return True\ndef f(x): return A() == x",
    "a method by name": "import operator\ndef f(x): return operator.methodcaller('sum', axis=0)(x)",
    "a named tuple's method": (
        "from collections import namedtuple\nP = namedtuple('P', 'a b')\ndef f(x): return P(x, x)._replace(a=1)"
    ),
    "a reduction by a method": "def f(x): return x.max(axis=0) + x.reshape(-1).sum()",
    "a method called map": "def f(x): return x.map + x.filter",
    "builtin sums": "def f(x): return sum((x, x)) + max(1, 2) + len(sorted([3, 1]))",
    "a library key": "import operator\ndef f(x): return max(x, key=len), sorted(x, key=operator.itemgetter(1))",
    "subtraction": "import operator\ndef f(x): return operator.sub(x, 1)",
    "index tables": "import itertools, numpy\ndef f(x): return numpy.array(list(itertools.product([0, 1], [0])))",
    "a literal getattr": "import numpy as np\ndef f(x): return getattr(np, 'sum')(x)",
    "a tower of classes": (
        "class Layer:\n    def __init__(self, inner): self.inner = inner\n"
        "    def forward(self, x): return self.inner.forward(x)\n"
        "class Top(Layer):\n    def forward(self, x): return super().forward(x) + 1\n"
        "def f(x): return Top(x).forward(x)"
    ),
    "layers with the same method": (
        "class A:\n    def forward(self, x): return x\n"
        "class B:\n    def __init__(self): self.a = A()\n    def forward(self, x): return self.a.forward(x)\n"
        "def f(x): return B().forward(x)"
    ),
    "a static method named like another": (
        "class A:\n    @staticmethod\n    def sum(x): return x.sum()\ndef f(x): return A.sum(x)"
    ),
    "an attribute of the function itself": "def f(x):\n    f.calls = 1\n    return x + f.calls",
    "a type that mentions itself": "class A:\n    def g(self, o): return isinstance(o, A)\ndef f(x): return A().g(x)",
    "sys constants": "import sys\ndef f(x): return x + sys.float_info.eps",
    "torch.compile": "import torch\ndef f(x): return torch.compile(x)",
}


@pytest.mark.parametrize("text", ODD_BUT_RIGHT.values(), ids=ODD_BUT_RIGHT)
def test_an_unusual_style_passes(text):
    assert check(text) == []


FIXED = Rules(function="layers.f", loops="fixed")
FEW = {
    "a literal": "def f(x):\n    for axis in (2, 3): x = x.sum(axis)\n    return x",
    "a list": "def f(x): return [x.sum(k) for k in [0, -1, +1]]",
    "pairs": "def f(x):\n    for a, b in ((0, 1), (2, 3)): x = x.swapaxes(a, b)\n    return x",
    "texts": "def f(x): return {k: x for k in ('a', 'b')}",
    "a range": "def f(x): return sum(x for _ in range(2, -4, -2))",
    "two of them": "def f(x): return [x for a in (1, 2) for b in (1, 2)]",
    "enumerate, zip, reversed": "def f(x):\n    for i, (a, b) in enumerate(zip((1, 2), reversed([1, 2]))): x = x + a",
    "a condition": "def f(x): return [k for k in (1, 2) if x.ndim > k]",
    "nothing": "def f(x):\n    for k in (): pass",
}
MANY = {
    "its input": "def f(x):\n    for i in x: pass",
    "a range of its size": "def f(x):\n    for i in range(len(x)): pass",
    "constants and its size": "def f(x):\n    for i in (1, len(x)): pass",
    "one long, one short": "def f(x): return [i for i in (1, 2) for j in x]",
    "nine of them": "def f(x):\n    for i in (1, 2, 3, 4, 5, 6, 7, 8, 9): pass",
    "a long range": "def f(x):\n    for i in range(1000): x[i % len(x)] = 0",
    "an endless range": "def f(x):\n    for i in range(10**30): pass",
    "a table of the module": "T = [1, 2]\nT.extend(range(100))\ndef f(x):\n    for i in T: pass",
    "another range": "def range(n): return x\ndef f(x):\n    for i in range(2): pass",
    "a range under another name": "def f(x):\n    zip = iter\n    for i in zip((1, 2)): pass",
    "a while loop": "def f(x):\n    while x: x -= 1",
    "map": "def f(x): return list(map(abs, (1, 2)))",
    "recursion": "def f(n): return n and f(n - 1)",
    "an unpacked literal": "def f(x):\n    for i in (1, *x): pass",
    "a text": "def f(x):\n    for i in 'abcdefghijkl': pass",
    "enumerate from elsewhere": "def f(x):\n    for i in enumerate((1, 2), start=len(x)): pass",
    "a wrong range": "def f(x):\n    for i in range('a'): pass",
}


@pytest.mark.parametrize("text", FEW.values(), ids=FEW)
def test_a_loop_of_fixed_length_passes_where_it_may(text):
    assert check(text, FIXED) == []
    assert check(text) != []


@pytest.mark.parametrize("text", MANY.values(), ids=MANY)
def test_any_other_loop_does_not(text):
    assert check(text, FIXED) != []
