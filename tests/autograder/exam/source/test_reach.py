"""A loop is found behind whatever leads to it, and only there."""

import pytest

from .reading import GO, LOOP, check, reasons

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
