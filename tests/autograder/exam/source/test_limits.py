"""Modules and names that a question does not allow."""

import pytest

from autograder.assignment import Rules
from autograder.exam.source_rules import Violation

from .reading import check, reasons

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
