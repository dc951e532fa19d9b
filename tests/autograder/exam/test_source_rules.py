"""The loop rule and its kin: what must be refused in any disguise, and what must pass in any style."""

import textwrap
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.assignment import Rules
from autograder.exam.source_rules import Violation, violations
from autograder.records import SourceFile

NO_LOOPS = Rules(function="layers.f", loops=False)


def source(module, text, **kwargs):
    origin = module.replace(".", "/") + ".py"
    return SourceFile(module=module, origin=origin, text=textwrap.dedent(text), **kwargs)


def check(text, rules=NO_LOOPS, **others):
    """Violations of `text` as ``layers``; other modules by name, ``__`` for a dot."""
    sources = {"layers": source("layers", text)}
    for name, other in others.items():
        module = name.replace("__", ".").removesuffix(".init")
        sources[module] = source(module, other, is_package=name.endswith("__init"))
    return violations(sources, rules)


def reasons(text, rules=NO_LOOPS, **others):
    return [violation.reason for violation in check(text, rules, **others)]


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


LOOP = "def slow(x):\n    for i in x: pass\n"
REACHED = {
    "a call": "def f(x): return slow(x)",
    "an alias": "def f(x): return g(x)\ng = slow",
    "a tuple assignment": "g, h = slow, abs\ndef f(x): return g(x)",
    "a chain of aliases": "a = b = slow\nc = a\ndef f(x): return c(x)",
    "either of two bindings": "g = abs\nif True:\n    g = slow\ndef f(x): return g(x)",
    "a binding in try": "try:\n    import fast as g\nexcept ImportError:\n    g = slow\ndef f(x): return g(x)",
    "a loop at import": "for g in [slow]: pass\ndef f(x): return g(x)",
    "a with block": "with slow as g: pass\ndef f(x): return g(x)",
    "a match": "match slow:\n    case g: pass\ndef f(x): return g(x)",
    "a walrus": "(g := slow)\ndef f(x): return g(x)",
    "global": "def init():\n    global g\n    g = slow\ninit()\ndef f(x): return g(x)",
    "nonlocal": "def f(x):\n    g = abs\n    def h():\n        nonlocal g\n        g = slow\n    h()\n    return g(x)",
    "a decorator": "@slow\ndef f(x): ...",
    "a decorator's argument": "@print(slow)\ndef f(x): ...",
    "a default": "def f(x, g=slow): return g(x)",
    "a keyword-only default": "def f(x, *, g=slow): return g(x)",
    "a lambda": "f = lambda x: slow(x)",
    "partial": "from functools import partial\nf = partial(slow)",
    "a nested function, though never called": "def f(x):\n    def g(): return slow(x)",
    "a table": "T = {'a': slow}\ndef f(x): return T['a'](x)",
    "a method": "class A:\n    def g(self, x): return slow(x)\ndef f(x): return A().g(x)",
    "a class attribute": "class A:\n    g = slow\ndef f(x): return A.g(x)",
    "a base class": "class A:\n    def g(self, x): return slow(x)\nclass B(A): ...\ndef f(x): return B().g(x)",
    "a metaclass": "class M(type):\n    def __call__(cls): return slow\nclass A(metaclass=M): ...\ndef f(x): A()",
    "a property": "class A:\n    @property\n    def g(self): return slow\na = A()\ndef f(x): return a.g(x)",
    "a returned function": "def g(): return slow\ndef f(x): return g()(x)",
    "a table filled later": "T = {}\nT['a'] = slow\ndef f(x): return T['a'](x)",
    "a list filled later": "T = []\nT.append(slow)\ndef f(x): return T[0](x)",
    "a list filled in an assertion": "T = []\nassert T.append(slow) is None\ndef f(x): return T[0](x)",
    "a list filled in a condition": "T = []\nif T.append(slow): pass\ndef f(x): return T[0](x)",
    "a table filled by a function": "T = {}\ndef add(g): T['a'] = g\nadd(slow)\ndef f(x): return T['a'](x)",
    "a table as an argument": "T = {}\ndef add(t, g): t['a'] = g\nadd(T, slow)\ndef f(x): return T['a'](x)",
    "an attribute of a function": "def f(x): return f.g(x)\nf.g = slow",
    "an attribute of a library": "import numpy as np\nnp.conv = slow\ndef f(x): return np.conv(x)",
    "setattr": "import numpy as np\nsetattr(np, 'conv', slow)\ndef f(x): return np.conv(x)",
    "code of another function": "def f(x): ...\nf.__code__ = slow.__code__",
    "a method put in later": "class A: ...\nA.g = slow\ndef f(x): return A().g(x)",
    "the module itself": "import layers as me\ndef f(x): return me.slow(x)",
    "a name of the module set from outside": "import layers as me\nme.g = slow\ndef f(x): return g(x)",
}


@pytest.mark.parametrize("text", REACHED.values(), ids=REACHED)
def test_a_loop_is_found_behind(text):
    assert "a for loop" in reasons(LOOP + text)


def test_a_registered_function_is_found():
    text = """
        TABLE = {}
        def register(g):
            TABLE[g.__name__] = g
            return g
        @register
        def slow(x):
            for i in x: pass
        def f(x): return TABLE["slow"](x)
    """
    assert reasons(text) == ["a for loop"]


def test_a_function_registered_for_a_type_is_found():
    text = """
        from functools import singledispatch
        @singledispatch
        def f(x): ...
        @f.register
        def _(x: list):
            while x: x.pop()
    """
    assert reasons(text) == ["a while loop"]


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


FUTURE = "from __future__ import annotations\n"
ANNOTATED = {
    "a parameter": "def f(x: [i for i in y]): return x",
    "keyword and variable ones": "def f(*a: eval, k: map = 1, **b: exec): return a",
    "a result": "def f(x) -> np.vectorize(abs): return x",
    "a variable": "def f(x):\n    y: globals() = x\n    return y",
    "a module-level one": "y: exec('1') = 1\ndef f(x): return x + y",
    "of a class": "class A:\n    n: locals()\n    def g(self, x: vars()): return x\ndef f(x): return A().g(x)",
}


@pytest.mark.parametrize("text", ANNOTATED.values(), ids=ANNOTATED)
def test_annotations_that_are_never_run_are_not_looked_at(text):
    assert check(FUTURE + text) == []


def test_annotations_that_run_are_looked_at():
    assert check("def f(x: [i for i in (1, 2)]): return x") != []
    assert check(FUTURE + "def f(x=[i for i in (1, 2)]): return x") != []
    assert check(FUTURE + "def f(x):\n    y: int = [i for i in x]\n    return y") != []


@pytest.mark.parametrize("name", ["typing.get_type_hints(g)", "g.__annotations__"])
def test_annotations_that_are_asked_for_hide_code(name):
    assert check(f"{FUTURE}import typing\ndef g(x: [i for i in y]): ...\ndef f(x): return {name}") != []


NO_KEY = {
    "np.max": "import numpy as np\ndef f(x, **options): return np.max(x, **options)",
    "np.min by another name": "from numpy import min as least\ndef f(x, **options): return least(x, **options)",
    "torch.max": "import torch\ndef f(x, **options): return torch.max(x, **options)",
    "a method": "def f(x, **options): return x.max(**options)",
}


@pytest.mark.parametrize("text", NO_KEY.values(), ids=NO_KEY)
def test_options_of_a_reduction_name_no_key(text):
    assert check(text) == []


@pytest.mark.parametrize(
    "call", ["max(x, **options)", "sorted(x, **options)", "x.sort(**options)", "np.max(x, key=options)"]
)
def test_options_that_may_name_a_key_are_refused(call):
    assert check(f"import numpy as np\ndef f(x, **options): return {call}") != []


def test_local_names_may_be_kept_together():
    assert check("def f(x):\n    y = 2 * x\n    cache = locals()\n    return y, cache") == []
    assert check("def f(x): return (lambda y: locals())(x)") == []


@pytest.mark.parametrize(
    "text",
    [
        "class A:\n    locals()['g'] = 1\ndef f(x): return A.g(x)",
        "def f(x):\n    class A: locals()['g'] = 1\n    return A.g(x)",
        "def f(x): return globals()",
        "def f(x): return vars()",
        "locals()['g'] = 1\ndef f(x): return g(x)",
        "def f(x):\n    def g(n): return n and locals()['g'](n - 1) + g(0)\n    return g(x)",
        "import numpy as np\ndef f(x, n=np): return locals()['n'].vectorize(abs)(x)",
    ],
)
def test_local_names_that_hide_something_are_refused(text):
    assert check(text) != []


BESIDE = {
    "an experiment": "def g(x):\n    for i in x: f(x)\ng([1])\ndef f(x): return x",
    "a comparison": "print(slow([1]), f([1]))\nassert (slow([1]) is f([1]))\ndef f(x): return x",
    "a module-level loop": "for i in range(3): print(f(i))\nwhile False: ...\ndef f(x): return x",
    "a parameter of the same name": "def f(x, slow): return slow + x",
    "a local of the same name": "def f(x):\n    slow = x + 1\n    return slow",
    "a method of the same name": "def f(x): return x.slow(x)",
    "a class that is not used": "class A:\n    def sum(self):\n        for i in self: pass\ndef f(x): return x.sum()",
    "a comprehension's own name": "y = [slow for slow in [1]]\ndef f(x): return y",
    "a name bound by a loop": "for k in range(3): pass\ndef f(x): return x + k",
    "a name bound by a match": "match 1:\n    case k:\n        for i in []: pass\ndef f(x): return x + k",
    "a report of a table": "T = {}\ndef log(t):\n    for k in t: print(k)\nlog(T)\ndef f(x): return T",
    "main": "if __name__ == '__main__':\n    T = exec('1')\n    f.g = slow\ndef f(x): return f.g",
    "a keyword of the same name": "def f(x): return x.g(slow=1)",
}


@pytest.mark.parametrize("name", BESIDE)
def test_what_the_function_does_not_reach_is_left_alone(name):
    expected = ["a list comprehension"] if name == "a comprehension's own name" else []
    assert reasons(LOOP + BESIDE[name]) == expected


SIBLINGS = {
    "import": "import helpers\ndef f(x): return helpers.go(x)",
    "import as": "import helpers as h\ndef f(x): return h.go(x)",
    "from import": "from helpers import go as g\ndef f(x): return g(x)",
    "star": "from helpers import *\ndef f(x): return go(x)",
    "in the function": "def f(x):\n    from helpers import go\n    return go(x)",
    "by text": "import helpers\ndef f(x): return getattr(helpers, 'go')(x)",
    "handed on": "import helpers\ndef g(m, x): return m.go(x)\ndef f(x): return g(helpers, x)",
    "package": "from blocks.pool import go\ndef f(x): return go(x)",
    "package as": "import blocks.pool as p\ndef f(x): return p.go(x)",
    "package, long": "import blocks.pool\ndef f(x): return blocks.pool.go(x)",
    "through the package": "from blocks import go\ndef f(x): return go(x)",
    "star through the package": "from blocks import *\ndef f(x): return renamed(x)",
    "star after a definition": "def go(x): return x\nfrom helpers import *\ndef f(x): return go(x)",
    "star after a definition elsewhere": "import late\ndef f(x): return late.go(x)",
    "star of a star": "from again import *\ndef f(x): return go(x)",
    "a class": "from helpers import Slow\ndef f(x): return Slow().go(x)",
    "a table of the sibling": "import helpers\nhelpers.TABLE['a'] = helpers.go\ndef f(x): return helpers.TABLE['a'](x)",
    "a module's getattr": "import lazy\ndef f(x): return lazy.anything(x)",
    "the start elsewhere": "from helpers import go as f",
}
GO = "TABLE = {}\ndef go(x):\n    for i in x: pass\nclass Slow:\n    def go(self, x): return go(x)\n"


@pytest.mark.parametrize("text", SIBLINGS.values(), ids=SIBLINGS)
def test_a_loop_in_another_module_is_found(text):
    others = {
        "helpers": GO,
        "blocks__pool": GO,
        "blocks__init": "from .pool import go\nfrom . import pool\nrenamed = pool.go",
        "again": "from helpers import *",
        "late": "def go(x): return x\nfrom helpers import *",
        "lazy": "def __getattr__(name):\n    while name: ...",
    }
    assert {"a for loop", "a while loop"} & set(reasons(text, **others))


def test_a_definition_after_a_star_import_takes_its_place():
    assert check("from helpers import *\ndef go(x): return x\ndef f(x): return go(x)", helpers=GO) == []


def test_an_unused_sibling_may_loop():
    assert check("import helpers\ndef f(x): return helpers.fast(x)", helpers=GO + "def fast(x): return x") == []


def test_a_library_shadowed_by_a_file_is_still_that_library():
    assert check("import numpy as np\ndef f(x): return np.vectorize(x)", numpy="def vectorize(x): return x")


def test_modules_that_import_each_other_have_an_end():
    assert reasons("from a import *\ndef f(x): return g(x)", a="from b import *", b="from a import *\n" + GO) == []


IMPORTS = Rules(function="layers.f", imports=("numpy", "torch.nn", "math"))


def test_a_module_that_is_not_listed_is_refused_where_it_is_used():
    text = "import scipy.signal as s\nimport numpy as np\ndef f(x):\n    y = np.sum(x)\n    return s.convolve2d(x, y)"
    expected = Violation("layers.py, line 5", "return s.convolve2d(x, y)", "the module scipy is not allowed here")
    assert check(text, IMPORTS) == [expected]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import matplotlib, torch\ndef f(x): return x", []),
        ("import torch\ndef f(x): return torch.nn.Linear(1, 2)", []),
        ("import torch\ndef f(x): return torch.optim.SGD(x)", ["torch.optim.SGD is not allowed here"]),
        ("import scipy as s\ndef f(x): return {s for s in s.data}", ["the module scipy is not allowed here"]),
        ("def f(x):\n    import scipy", ["the module scipy is not allowed here"]),
        ("def f(x):\n    from scipy.ndimage import zoom", ["the module scipy is not allowed here"]),
        ("import helpers\ndef f(x): return helpers.go(x)", []),
        ("import math\ndef f(x): return math.sqrt(len(x))", []),
        ("def f(x):\n    for i in x: pass", []),
        (
            "from scipy import *\nfrom numpy import *\ndef f(x): return zoom(x)",
            ["the module scipy is not allowed here"],
        ),
    ],
)
def test_imports(text, found):
    assert reasons(text, IMPORTS, helpers="def go(x): return x") == found


FORBID = Rules(function="layers.f", forbid=("numpy.pad", "torch.nn.functional.conv2d", "numpy.linalg", "sorted"))


@pytest.mark.parametrize(
    "text",
    [
        "import numpy as np\ndef f(x): return np.pad(x, 1)",
        "from numpy import pad as p\ndef f(x): return p(x, 1)",
        "import numpy\np = numpy.pad\ndef f(x): return p(x, 1)",
        "import numpy as np\ndef f(x):\n    n = np\n    return n.pad(x, 1)",
        "import numpy as np\ndef f(x):\n    n = np.lib if x else [np][0]\n    return n.pad(x, 1)",
        "import numpy as np\ndef f(x):\n    [0 for np in ()]\n    return np.pad(x, 1)",
        "import numpy as np\ndef f(x): return [np for np in np.pad(x, 1)]",
        "import numpy as np\ndef g(n, x): return n.pad(x, 1)\ndef f(x): return g(np, x)",
        "import numpy as np\ndef g(): return np\ndef f(x): return g().pad(x, 1)",
        "import numpy as np\nclass C:\n    n = np\ndef f(x): return C.n.pad(x, 1)",
        "import numpy\nclass C:\n    def __init__(s): s.n = numpy\n    def g(s, x): s.n.pad(x)\ndef f(x): C().g(x)",
        "import numpy as np\ndef f(x, n=np): return [n.pad][0](x, 1)",
        "import numpy as np\ndef f(x, n=None):\n    n = np if x else 0\n    return [n.pad][0](x, 1)",
        "import numpy as np\ndef f(x): return getattr(np, 'pad')(x, 1)",
        "import numpy as np\nfrom functools import partial\ng = partial(np.pad, pad_width=1)\ndef f(x): return g(x)",
        "import numpy as np\ndef f(x):\n    match np:\n        case object(pad=p): return p(x, 1)",
        "import torch\ndef f(x): return torch.conv2d(x, x)",
        "import torch.nn.functional as F\ndef f(x): return F.conv2d(x, x)",
        "from torch import nn\ndef f(x): return nn.functional.conv2d(x, x)",
        "import numpy as np\ndef f(x): return np.linalg.inv(x)",
        "def f(x): return sorted(x)",
    ],
)
def test_a_forbidden_name_is_refused_under_any_alias(text):
    assert [reason for reason in reasons(text, FORBID) if reason.endswith("is not allowed here")]


@pytest.mark.parametrize(
    "text",
    [
        "def f(x, pad): return x + pad",
        "class C:\n    def pad(self, x): return x\n    def g(self, x): return self.pad(x)\ndef f(x): return C().g(x)",
        "import layers as np\ndef pad(x): return x\ndef f(x): return np.pad(x)",
        "import torch.nn.functional as F\ndef f(x): return F.pad(x, (1, 1))",
        "def f(cfg): return cfg.pad",
        "import numpy as np\ny = np.pad([1], 1)\ndef f(x): return x",
    ],
)
def test_a_name_that_only_looks_forbidden_passes(text):
    assert check(text, FORBID) == []


def test_each_place_comes_once_and_in_order():
    text = """
        def g(x):
            return [i for i in x]

        def f(x):
            for i in x: g(i); list(map(g, x))
            return g(x)
    """
    assert [str(violation) for violation in check(text)] == [
        "layers.py, line 3: a list comprehension: return [i for i in x]",
        "layers.py, line 6: a for loop; map (a loop in disguise): for i in x: g(i); list(map(g, x))",
    ]


def test_a_place_in_a_notebook_is_named_by_its_cell():
    places = ("cell 3, line 1", "cell 3, line 2")
    text = "def f(x):\n    while x: pass"
    notebook = SourceFile(module="layers", origin="conv.ipynb", text=text, places=places)
    assert violations({"layers": notebook}, NO_LOOPS)[0].place == "conv.ipynb, cell 3, line 2"


@pytest.mark.parametrize("text", ["", "def g(x):\n    for i in x: pass", "def f(x:\n    for i in x: pass", "f\0"])
def test_what_running_reports_is_not_reported_here(text):
    assert check(text) == []


def test_no_rules_no_violations():
    assert check("def f(x):\n    while x: exec('1')", Rules(function="layers.f", loops=True)) == []


DEEP = {
    "sums": "+".join(["1"] * 100_000),
    "attributes": "x" + ".a" * 100_000,
    "calls": "x" + "()" * 50_000,
    "digits": "9" * 10_000,
}


@pytest.mark.parametrize("expression", DEEP.values(), ids=DEEP)
def test_text_too_deep_to_read_hides_nothing(expression):
    text = f"def go(x):\n    for i in x: pass\ny = {expression}\n"
    assert reasons("import helpers\ndef f(x): return helpers.go(x)", helpers=text) == [
        "nested too deeply to be checked"
    ]
    assert reasons(f"def f(x): ...\ny = {expression}") == ["nested too deeply to be checked"]


@pytest.mark.parametrize("depth", [500, 1500, 2000])
def test_a_tree_deeper_than_the_stack_is_read(depth):
    text = f"def f(x):\n    y = {'+'.join(['1'] * depth)}\n    for i in x: pass\n    return x{'.a' * 300}{'()' * 300}"
    assert reasons(text) == ["a for loop"]


def test_a_warning_as_error_hides_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert reasons("def f(x):\n    '\\d'\n    for i in x: pass") == ["a for loop"]


def test_a_name_that_is_rebound_for_ever_has_an_end():
    lines = ["import numpy as np", "def f(x):", *[f"    x = x.a{k}()" for k in range(200)], "    return np.sum(x)"]
    assert check("\n".join(lines)) == []


def test_names_too_tangled_to_follow_hide_nothing():
    lines = ["a0 = len", *[f"a{k} = a{k - 1}" for k in range(1, 5000)], "def f(x): return a4999(x)"]
    assert reasons("\n".join(lines)) == ["names too tangled to be checked"]


WORDS = (
    "def class lambda for while if else import from as global nonlocal return yield in not and match case with try "
    "except f g x np numpy . , : ( ) [ ] { } = := * ** @ + - 'a' 0 self exec getattr map del async await layers _"
)
PIECES = st.sampled_from([*WORDS.split(), "\n", "\n ", "\n  ", "\n    "])


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map(" ".join)))
def test_any_text_has_a_result(text):
    for prefix in ("", "def f(x):\n  "):
        for violation in check(prefix + text, Rules(function="layers.f", loops=False, imports=("a",), forbid=("a.b",))):
            assert violation.place.startswith("layers.py, line ")
            assert violation.reason


def test_a_hand_in_too_large_to_be_read_in_time_is_refused():
    text = "def f(x):\n    return x\n" + "a = 1\n" * 100_000
    sources = {"work": SourceFile(module="work", origin="work.py", text=text)}
    (violation,) = violations(sources, Rules(function="work.f", loops=False))
    assert violation.reason == "too large to be checked"


def test_a_text_is_split_once_however_often_it_breaks_a_rule(monkeypatch):
    import re

    split, calls = re.split, []
    monkeypatch.setattr(re, "split", lambda *arguments: calls.append(arguments) or split(*arguments))
    text = "def f(x):\n" + "    for i in x: pass\n" * 500
    sources = {"layers": SourceFile(module="layers", origin="layers.py", text=text)}
    assert len(violations(sources, Rules(loops=False, function="layers.f"))) == 500
    assert len(calls) == 1
