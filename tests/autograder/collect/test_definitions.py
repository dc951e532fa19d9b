import ast

import pytest

from autograder.collect.definitions import Known, executed


def kept(source: str) -> list[str]:
    """The statements of `source` that are kept, as one line each."""
    known = Known()
    return [ast.unparse(statement).split("\n")[0] for statement in ast.parse(source).body if known.take(statement)]


PRELUDE = (
    "import math, os, cv2\nimport numpy as np\nimport torch\nfrom torch import nn\ndef f(x): return x\nclass A: pass\n"
)


def is_kept(statement: str, before: str = "") -> bool:
    known = Known()
    for each in ast.parse(PRELUDE + before).body:
        assert known.take(each), ast.unparse(each)
    return known.take(ast.parse(statement).body[0])


@pytest.mark.parametrize(
    "statement",
    [
        "import scipy.ndimage as ndi",
        "from numpy import *",
        "def g(x, n=3): return undefined_until_called",
        "async def g(): pass",
        "class B(A, metaclass=type):\n    k = 3\n    j = k + 1\n    def m(self, a=k): return zzz",
        "@torch.no_grad()\ndef g(): pass",
        "EPS = 1e-5",
        "A1, B1 = 1, (2, 3)",
        "first = second = -3 ** 2",
        "K = np.array([[1, 2], [3, 4]])",
        "K = np.array([1, 2]).reshape(2, 1).T / math.sqrt(2)",
        "conv = f",
        "square = lambda x: undefined(x)",
        "table = [i * i for i in range(9)]",
        "names = {'a': 1, **{'b': 2}}",
        "label = f'{math.pi:.2f}'",
        "device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')",
        "layer = nn.Conv2d(3, 8, kernel_size=3)",
        "rng = np.random.default_rng(0)",
        "DATA = os.path.join('a', 'b')",
        "sizes: list[int] = [1, 2]",
        "size: int",
        "A.extra = f",
        "A.table['k'] = 3",
        "x = y = z = None",
        "ellipsis = ...",
        "big = 10 ** 3 if True else not False",
    ],
)
def test_kept(statement):
    assert is_kept(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "f(3)",
        "'a docstring'",
        "print(1)",
        "out = f(np.zeros(3))",
        "a, b = f(3)",
        "net = A()",
        "x = np.random.randn(512, 3, 64, 64)",
        "data = np.load('x.npy')",
        "image = cv2.imread('cat.png')",
        "weights = torch.load('x.pt')",
        "text = open('x').read()",
        "n = int(input())",
        "value = eval('1')",
        "v = __import__('os')",
        "y = unknown + 1",
        "y = y * 2",
        "y += 1",
        "np.pad = f",
        "os.environ['X'] = '1'",
        "xs = [f(i) for i in range(3)]",
        "xs = (walrus := f(2))",
        "x = yield_ = (yield 3)",
        "x = await f(3)",
        "for i in range(3): pass",
        "while True: break",
        "with open('x') as h: pass",
        "assert True",
        "raise ValueError",
        "del f",
        "pass",
        "global zz",
        "if __name__ == '__main__':\n    x = 3",
        "if f(1):\n    x = 3",
        "if True:\n    x = 3\n    print(x)",
        "try:\n    from google.colab import drive\n    drive.mount('/x')\nexcept ImportError:\n    pass",
        "from google.colab import drive",
        "import google.colab",
        "from google import colab",
        "from IPython.display import display",
        "if True:\n    import google.colab",
        "(a.b).c = 3",
        "x: Unknown = 3",
        "a, *rest = 1, 2, 3",
    ],
)
def test_left_out(statement):
    assert not is_kept(statement)


@pytest.mark.parametrize(
    "block",
    [
        "try:\n    import google.colab\n    IN_COLAB = True\nexcept ImportError:\n    IN_COLAB = False",
        "try:\n    import z\nexcept (ImportError, OSError) as e:\n    pass\nelse:\n    HAS = 1\nfinally:\n    DONE = 1",
        "if torch.cuda.is_available():\n    device = 'cuda'\nelse:\n    device = 'cpu'",
        "if True:\n    def g(): pass\nelif False:\n    import os",
    ],
)
def test_blocks_of_definitions_are_kept(block):
    assert is_kept(block)


@pytest.mark.parametrize(
    ("before", "statement"),
    [
        ("imread = cv2.imread", "image = imread('x')"),
        ("io = cv2.io", "image = io.imread('x')"),
        ("B = A", "b = B.make()"),
        ("g = f", "b = g(3)"),
        ("from helpers import train", "h = train()"),
        ("from . import helpers", "h = helpers.train()"),
        ("from numpy import *", "k = array([1])"),
    ],
)
def test_another_name_for_it_changes_nothing(before, statement):
    assert not is_kept(statement, before)


@pytest.mark.parametrize("source", ["F = nn.functional\nk = F.softplus(torch.ones(1))", "one = 1\ntwo = one + one"])
def test_constants_build_on_each_other(source):
    assert is_kept(source.split("\n")[1], source.split("\n")[0])


@pytest.mark.parametrize(
    ("definition", "missing"),
    [
        ("def g(x, model=model): pass", ["model"]),
        ("@register\ndef g(): pass", ["register"]),
        ("def g(x: Tensor) -> Image: pass", ["Image", "Tensor"]),
        ("class B(Base, key=other): pass", ["Base", "other"]),
        ("@g.register\ndef g(): pass", ["g"]),
        (
            "class B:\n    size = missing + 1\n    def m(self, a: Tensor = default): return body",
            ["Tensor", "default", "missing"],
        ),
        ("class B:\n    try:\n        x = 1\n    except ValueError as e:\n        y = e", []),
        ("class B:\n    size: Tensor", ["Tensor"]),
    ],
)
def test_a_definition_that_would_fail_names_what_it_needs(definition, missing):
    statement = ast.parse(definition).body[0]
    known = Known()
    assert known.take(statement) == (not missing)
    assert known.missing(statement) == missing


def test_annotations_are_not_needed_where_they_are_lazy():
    assert len(kept("from __future__ import annotations\ndef g(x: Tensor) -> Image: pass\nx: Tensor = 3")) == 3


def test_after_a_star_import_any_name_may_exist():
    assert is_kept("class B(Module): pass", "from torch.nn import *")


def test_what_a_rejected_block_binds_is_forgotten():
    assert kept("if True:\n    x = 1\n    f()\ny = x") == []
    assert kept("x = 1\nif True:\n    import x\n    f()\ny = x + 1") == ["x = 1", "y = x + 1"]


def test_a_rebound_name_counts_as_what_it_is_now():
    assert kept("import numpy as np\ndef np(): pass\nk = np.array(1)") == ["import numpy as np", "def np():"]


@pytest.mark.skipif(not hasattr(ast, "TypeAlias"), reason="type parameters came with Python 3.12")
def test_type_parameters_are_known():
    assert len(kept("def g[T](x: T) -> T: return x\nclass B[T](list[T]): pass")) == 2


def test_a_deep_statement_is_left_out_rather_than_crash():
    inner = ast.parse("x = 1").body[0]
    for _ in range(2000):
        inner = ast.If(test=ast.Constant(True), body=[inner], orelse=[])
    known = Known()
    assert not known.take(inner)
    assert known.missing(ast.parse("x").body[0]) == ["x"]


def test_the_bodies_of_functions_do_not_run():
    tree = ast.parse("@a\ndef g(x: b = c, *, y=d) -> e:\n    return f\nh = lambda i=j: k")
    names = {node.id for node in executed(tree, annotations=True) if isinstance(node, ast.Name)}
    assert names == {"a", "b", "c", "d", "e", "h", "j"}
