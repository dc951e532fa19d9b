"""Right answers to conv2d_forward, for the rules to tell apart: with a loop, and without one in an odd style.

Each is what follows the reference in ``layers.py``; other modules are given by name.
"""

HEAD = """
import collections, functools, itertools, json, operator, re

def one(patch, w, b):
    return np.einsum("chwuv,fcuv->fhw", patch, w) + b[:, None, None]

def seen(x, w, stride, padding):
    return windows(pad2d(x, padding), w.shape[2:], stride)

def together(patches, w, b):
    return np.einsum("nchwuv,fcuv->nfhw", patches, w) + b[:, None, None]

def conv2d_forward(x, w, b, stride=1, padding=0):
    patches = seen(x, w, stride, padding)
    out = {out}
    return out, (x.shape, w, patches, stride, padding)
"""


def answer(out, before="", after="", **others):
    """The text of an answer whose `out` is this expression, and its other modules."""
    return {"layers": before + HEAD.replace("{out}", out) + after, **others}


STAR = "\nfrom helper import *\n"  # replaces `together`, where a reading of the source does not expect it
HELPER = "import numpy as np, operator, sys\ndef together(patches, w, b):\n"
ONE_EACH = "    return np.stack([np.einsum('chwuv,fcuv->fhw', p, w) + b[:, None, None] for p in patches])\n"
ALL = "    return np.einsum('nchwuv,fcuv->nfhw', patches, w) + b[:, None, None]\n"
IN_C = (
    "    N, C, HO, WO, KH, KW = patches.shape\n"
    "    rows = patches.transpose(0, 2, 3, 1, 4, 5).reshape(N, HO * WO, -1)\n"
    "    columns = w.reshape(len(w), -1).T\n"
    "    out = np.array(list(map(operator.matmul, rows, [columns] * N))) + b\n"
    "    return out.reshape(N, HO, WO, -1).transpose(0, 3, 1, 2)\n"
)


def hidden(body, top=""):
    """With a helper module that is used by a star import after definitions: it takes their place."""
    return answer("together(patches, w, b)", after=STAR, helper=top + HELPER + body)


def sequence(use):
    """An object that gives one image for each index it is asked for; C code asks."""
    text = (
        "class Each:\n"
        "    def __init__(self, *parts): self.patches, self.w, self.b = parts\n"
        "    def __len__(self): return len(self.patches)\n"
        "    def __getitem__(self, n): return one(self.patches[n], self.w, self.b)\n"
        "    def __call__(self, *_): self.out[next(self.at)] = self[next(self.n)]; return ''\n"
        "    def start(self):\n"
        "        self.n, self.at = itertools.count(), itertools.count()\n"
        "        self.out = np.empty((len(self), *self[0].shape))\n"
        "        return self\n"
        "    def __add__(self, other): self(); return self\n"
        "    def times(self, n): a = np.full(n, None); a.fill(self); return a\n"
        "    def called(self, *_): return self()\n"
    )
    return answer(use, before="import itertools\n", after=text)


BY_SOURCE = {
    "a comprehension": answer("np.stack([one(p, w, b) for p in patches])"),
    "a generator": answer("np.stack(list(one(p, w, b) for p in patches))"),
    "map": answer("np.stack(list(map(lambda p: one(p, w, b), patches)))"),
    "np.vectorize": answer("np.vectorize(lambda p: one(p, w, b), signature='(c,h,w,u,v)->(f,i,j)')(patches)"),
    "np.apply_along_axis": answer(
        "np.moveaxis(np.apply_along_axis(lambda v: w.reshape(len(w), -1) @ v + b, -1, "
        "np.moveaxis(patches, 1, 3).reshape(len(x), *patches.shape[2:4], -1)), -1, 1)"
    ),
    "np.nditer": answer("np.stack([one(patches[n], w, b) for n in np.nditer(np.arange(len(x)))])"),
    "recursion": answer(
        "np.stack(go([], patches, w, b))",
        after="def go(done, patches, w, b):\n"
        "    if len(done) == len(patches): return done\n"
        "    return go([*done, one(patches[len(done)], w, b)], patches, w, b)\n",
    ),
    "a helper module": answer("helper.together(patches, w, b)", before="import helper\n", helper=HELPER + ONE_EACH),
    "functools.reduce": answer("np.stack(functools.reduce(lambda a, p: [*a, one(p, w, b)], patches, []))"),
    "while in a decorator": answer(
        "all_of(patches, w, b)",
        after="def each(f):\n"
        "    def g(patches, w, b):\n"
        "        done = []\n"
        "        while len(done) < len(patches): done.append(f(patches[len(done)], w, b))\n"
        "        return np.stack(done)\n"
        "    return g\n"
        "all_of = each(one)\n",
    ),
    "sorted by a key": answer(
        "(done.clear(), sorted(range(len(x)), key=lambda n: done.append(one(patches[n], w, b)) or n), np.stack(done))"
        "[-1]",
        before="done = []\n",
    ),
    "a star import after definitions": hidden(ONE_EACH),
    "an array of objects": answer(
        "np.concatenate(list(each(patches[:, None]) * each(w[None, :, :, None, None])))"
        ".reshape(len(x), len(w), *patches.shape[1:]).sum(axis=(2, 5, 6)) + b[:, None, None]",
        after="def each(values):\n    out = np.empty(len(values), object)\n    out[:] = list(values)\n    return out\n",
    ),
    "a pattern that takes map's kin": answer(
        "in_c(patches, w, b)",
        after="def in_c(patches, w, b):\n    match itertools:\n        case object(starmap=each):\n"
        "            n = len(patches)\n"
        "            return np.concatenate(list(each(together, zip(patches[:, None], [w] * n, [b] * n))))\n",
    ),
    "sum of a list with a star": answer(
        "sum([*products(patches, w)]).sum(axis=(4, 5)) + b[:, None, None]",
        after="def products(patches, w):\n"
        "    return np.moveaxis(patches, 1, 0)[:, :, None] * np.moveaxis(w, 1, 0)[:, None, :, None, None]\n",
    ),
    "sum in a helper": answer(
        "added(np.moveaxis(patches, 1, 0)[:, :, None] * np.moveaxis(w, 1, 0)[:, None, :, None, None])"
        ".sum(axis=(4, 5)) + b[:, None, None]",
        after="def added(parts): return sum(parts)\n",
    ),
    "a loop over a literal that is as long as nothing": answer("np.stack([together(patches, w, b) for _ in (1,)])[0]"),
}
"""The reading of the source finds these, with the line."""

BY_STEPS = {
    "a star import after definitions": hidden(ONE_EACH),
    "a star import and map of a function": hidden(
        "    return np.stack(list(map(lambda p: np.einsum('chwuv,fcuv->fhw', p, w) + b[:, None, None], patches)))\n"
    ),
    "a few images at a time": sequence("np.concatenate(list(Few(patches, w, b, 4)))"),
    "many images at a time": sequence("np.concatenate(list(Few(patches, w, b, 60)))"),
    "a sequence only where there is more than one of all": sequence(
        "np.stack(list(Each(patches, w, b))) if min(patches.shape) > 1 else together(patches, w, b)"
    ),
    "a sequence only where there are biases": sequence(
        "np.stack(list(Each(patches, w, b))) if b.any() else np.zeros((len(x), len(w), *patches.shape[2:4]))"
    ),
    "a sequence that list asks": sequence("np.stack(list(Each(patches, w, b)))"),
    "a sequence that NumPy asks": sequence("np.array(Each(patches, w, b))"),
    "a mapping that itemgetter asks": sequence(
        "np.stack(operator.itemgetter(*range(len(x)), 0)(Each(patches, w, b)))[:-1]"
    ),
    "a table that str.translate asks": sequence(
        "(e := Each(patches, w, b).start(), (chr(300) * len(x)).translate(Table(e)), e.out)[-1]"
    ),
    "re.sub with an object": sequence("(e := Each(patches, w, b).start(), re.sub('x', e, 'x' * len(x)), e.out)[-1]"),
    "json with a hook": sequence(
        "(e := Each(patches, w, b).start(), "
        "json.loads('[' + ','.join(['{}'] * len(x)) + ']', object_hook=e.called), e.out)[-1]"
    ),
    "a ufunc over objects": sequence(
        "(e := Each(patches, w, b).start(), np.add.reduce(e.times(len(x) + 1)), e.out)[-1]"
    ),
    "a factory of defaults": sequence(
        "(e := Each(patches, w, b).start(), "
        "operator.itemgetter(*range(len(x)), 0)(collections.defaultdict(e.called)), e.out)[-1]"
    ),
}
for _name in "a few images at a time", "many images at a time":
    BY_STEPS[_name]["layers"] += (
        "class Few:\n"
        "    def __init__(self, patches, w, b, k): self.patches, self.w, self.b, self.k = patches, w, b, k\n"
        "    def __getitem__(self, n):\n"
        "        some = self.patches[self.k * n : self.k * (n + 1)]\n"
        "        if not len(some): raise IndexError\n"
        "        return together(some, self.w, self.b)\n"
    )
BY_STEPS["a table that str.translate asks"]["layers"] += (
    "class Table:\n"
    "    def __init__(self, each): self.each = each\n"
    "    def __getitem__(self, _): return self.each() or None\n"
)
"""The reading of the source passes these, or is kept blind by the test; counting refuses them."""

BY_TIME = {
    "a loop that C code runs": hidden(IN_C),
    "a count that is forged": hidden(
        ONE_EACH,
        "from autograder.sandbox.step_counter import StepCounter\n"
        "StepCounter.lines = lambda self: [('layers.py', 1, 9, 1)]\n",
    ),
    "a loop only while nobody counts": hidden(
        "    return fast(patches, w, b) if sys.gettrace() else slow(patches, w, b)\n"
        "def fast(patches, w, b):\n" + ALL + "def slow(patches, w, b):\n" + ONE_EACH
    ),
}
"""Nothing inside the candidate shows these; they are flagged for staff and keep their points."""

NO_FRAMES = (
    "    f = sys._getframe(); f.f_trace = None\n"
    "    N, C, HO, WO, KH, KW = patches.shape\n"
    "    rows = patches.transpose(0, 2, 3, 1, 4, 5).reshape(N, HO * WO, C * KH * KW)\n"
    "    out = np.empty((N, HO * WO, len(w)))\n"
    "    for n in range(N): np.matmul(rows[n], w.reshape(len(w), -1).T, out=out[n])\n"
    "    return (out + b).reshape(N, HO, WO, -1).transpose(0, 3, 1, 2)\n"
)
DISTURBING = {
    "tracing is ended": hidden("    sys.settrace(None)\n" + ONE_EACH),
    "tracing is replaced": hidden("    sys.settrace(lambda *_: None)\n" + ONE_EACH),
    "a thread of its own": hidden(
        "    def each(): out.extend([np.einsum('chwuv,fcuv->fhw', p, w) for p in patches])\n"
        "    thread = threading.Thread(target=each)\n"
        "    out = []\n    thread.start()\n    thread.join()\n"
        "    return np.concatenate(out).reshape(len(patches), len(w), *patches.shape[2:4]) + b[:, None, None]\n",
        "import threading\n",
    ),
    "a frame that is not traced": hidden(NO_FRAMES),
    "frames that are not traced": hidden("    sys._getframe().f_trace = None\n" + ONE_EACH),
    "lines that are not traced": hidden("    sys._getframe().f_trace_lines = False\n" + ONE_EACH),
}
"""Refused or flagged, by what this Python lets them do."""

ACCEPTED = {
    "broadcasting": answer("(patches[:, None] * w[:, :, None, None]).sum(axis=(2, 5, 6)) + b[:, None, None]"),
    "np.add.at": answer(
        "add(np.zeros((len(x), len(w), *patches.shape[2:4])), together(patches, w, b))",
        after="def add(out, more):\n    np.add.at(out, (slice(None), np.arange(out.shape[1])), more)\n    return out\n",
    ),
    "a closure": answer(
        "biased(w, b)(patches)",
        after="def biased(w, b):\n    def apply(patches):\n        return together(patches, w, b)\n    return apply\n",
    ),
    "a class that is called": answer(
        "Layer(w, b)(patches)",
        after="class Layer:\n    def __init__(self, w, b): self.w, self.b = w, b\n"
        "    def __call__(self, patches): return together(patches, self.w, self.b)\n",
    ),
    "lambdas": answer("(lambda f: f(patches))(lambda p: together(p, w, b))"),
    "np.r_": answer("together(patches[np.r_[: len(x)]], w, b)"),
    "operators of its own": answer(
        "(Patches(patches) @ w) + b[:, None, None]",
        after="class Patches:\n    def __init__(self, p): self.p = p\n"
        "    def __matmul__(self, w): return np.einsum('nchwuv,fcuv->nfhw', self.p, w)\n",
    ),
    "a decorator": answer(
        "named(patches, w, b)",
        after="def as_float(f):\n    @functools.wraps(f)\n    def g(*args): return f(*args).astype(float)\n"
        "    return g\n@as_float\ndef named(patches, w, b): return together(patches, w, b)\n",
    ),
    "a helper module": answer("helper.together(patches, w, b)", before="import helper\n", helper=HELPER + ALL),
    "partial": answer(
        "whole(patches, w) + b[:, None, None]", after="whole = functools.partial(np.einsum, 'nchwuv,fcuv->nfhw')\n"
    ),
    "lru_cache for constants": answer(
        "np.einsum(letters(), patches, w) + b[:, None, None]",
        after="@functools.lru_cache\ndef letters(): return 'nchwuv,fcuv->nfhw'\n",
    ),
    "lru_cache by size": answer(
        "together(patches[order(len(x))], w, b)", after="@functools.lru_cache\ndef order(n): return np.arange(n)\n"
    ),
    "a path that einsum finds": answer(
        "np.einsum('nchwuv,fcuv,f->nfhw', patches, w, np.ones(len(w)), optimize=True) + b[:, None, None]"
    ),
    "methods of ufuncs, a choice and a piecewise function": answer(
        "np.add.reduce(np.multiply(patches[:, None], w[:, :, None, None]), axis=(2, 5, 6)) + chosen(b)[:, None, None]",
        after="def chosen(b):\n"
        "    low = np.piecewise(b, [b < 0, b >= 0], [lambda v: v, 0.0])\n"
        "    return np.select([b < 0, b > 0], [low, np.ma.masked_less(b, 0).filled(0.0)], 0.0)\n",
    ),
    "match, try and with": answer(
        "careful(patches, w, b)",
        after="def careful(patches, w, b):\n    match patches.ndim:\n        case 6:\n"
        "            with np.errstate(all='ignore'):\n                try: return together(patches, w, b)\n"
        "                except ValueError: raise\n",
    ),
    "an annotation that never runs": answer(
        "typed(patches, w, b)",
        after="def typed(p: [n for n in np.vectorize(torch.Tensor)], w, b) -> 'eval':\n    return together(p, w, b)\n",
    ),
    "options that name no key": answer(
        "together(patches, w, b) + 0 * np.max(x, **options)", before="options = {'initial': 0}\n"
    ),
    "local names as a cache": {
        "layers": HEAD.replace("{out}", "together(patches, w, b)").replace(
            "return out, (x.shape, w, patches, stride, padding)",
            "cache = locals()\n    return out, (cache['x'].shape, cache['w'], cache['patches'], stride, padding)",
        )
    },
    "another way to pad with a border": answer(
        "together(patches, w, b)",
        after="def pad2d(x, padding, mode='zero'):\n"
        "    if padding == 0: return x\n"
        "    return np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))\n",
    ),
    "another branch for more than one image": answer(
        "together(patches, w, b) if len(x) == 1 else careful(patches, w, b)",
        after="def careful(p, w, b):\n"
        + "    p = np.moveaxis(np.moveaxis(p, 1, 2), 2, 1)\n" * 9
        + "    return together(p, w, b)\n",
    ),
}
"""Right, without a loop."""

FIXED = {
    "axes of a literal": answer(
        "together(patches, w, b)",
        after="def pad2d(x, padding, mode='zero'):\n"
        "    for axis in (2, 3):\n"
        "        shape = list(x.shape)\n"
        "        shape[axis] = padding\n"
        "        x = np.concatenate([np.zeros(shape), x, np.zeros(shape)], axis=axis)\n"
        "    return x\n",
    ),
    "sides in a comprehension": answer(
        "together(patches, w, b).reshape(len(x), len(w), *[patches.shape[axis] for axis in range(2, 4)])"
    ),
    "zip and enumerate of literals": answer(
        "turned(together(patches, w, b))",
        after="def turned(out):\n"
        "    for _, (one, other) in enumerate(zip([0, -1], (1, -2))):\n"
        "        out = out.swapaxes(one, other).swapaxes(one, other)\n"
        "    return out\n",
    ),
}
"""Right where ``loops = "fixed"``; refused where it is ``false``."""
