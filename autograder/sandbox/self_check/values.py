"""Promises on values: what can be sent comes as it was, to the bit; what cannot stays, and can be used there."""

from __future__ import annotations

import inspect
import sys
from typing import Any

import numpy as np

from autograder.errors import SandboxFault
from autograder.records import Outcome
from autograder.sandbox.base import Bounds, Part
from autograder.sandbox.self_check import exact as exactly
from autograder.sandbox.self_check.contract import (
    Bench,
    ask,
    expect,
    expect_failure,
    expect_raised,
    expect_that,
    failure,
    pair,
    promise,
)
from autograder.sandbox.self_check.exact import exact
from autograder.sandbox.tree import DTYPES
from autograder.sandbox.wire import Handle

_ECHO = """
    import exactly
    def f(x): return exactly.exact(x), x
"""
LARGE_MB = 64
"""How much an exam may well send at once."""


def expect_round_trips(bench: Bench, *values: object, bounds: Bounds | None = None) -> None:
    """Each is the same to the bit in the candidate and when it is back; two losses cannot make up for each other."""
    sources: dict[str, Any] = {"exactly": inspect.getsource(exactly)}
    candidate = bench.start(_ECHO, **sources) if bounds is None else bench.start(_ECHO, bounds, **sources)
    for value in values:
        seen, back = pair(ask(candidate, "f", value))
        expect("as the candidate sees it", exact(value), seen)
        expect("as it comes back", exact(value), exact(back))


@promise
def plain_values_come_as_they_are(bench: Bench) -> None:
    expect_round_trips(bench, None, True, False, 0, -1, 2**63, -(2**64), 10**300, b"", bytes(range(256)))


@promise
def floats_and_complex_numbers_come_to_the_bit(bench: Bench) -> None:
    inf, nan = float("inf"), float("nan")
    floats = [0.0, -0.0, 0.1, 5e-324, sys.float_info.max, inf, -inf, nan]
    expect_round_trips(bench, *floats, *(complex(x, y) for x in floats for y in (-0.0, nan)))


@promise
def texts_come_letter_by_letter(bench: Bench) -> None:
    expect_round_trips(bench, "", "größe 🦆", "\x00\x1b\r\n\u2028\u202e", "\ud800 alone", '"\\', "x" * 100_000)


@promise
def lists_tuples_and_dicts_keep_kind_order_and_depth(bench: Bench) -> None:
    deep: object = 1
    for _ in range(25):
        deep = ([deep], {"in": deep}) if _ % 12 == 0 else [deep]
    keys = {"b": 1, "a": (), "": [], None: 2, False: 3, 2: 4, -7: 5, 0.5: 6, 2**59: 7}
    expect_round_trips(bench, [], (), {}, [(), [[]], ({},)], (1, [2, (3,)]), keys, deep)


@promise
def scalars_of_numpy_keep_their_dtype(bench: Bench) -> None:
    expect_round_trips(bench, *(np.ones(1, dtype)[0] for dtype in DTYPES), np.float64("nan"), {np.int64(3): 1})


@promise
def arrays_of_every_dtype_come_to_the_bit(bench: Bench) -> None:
    arrays = [(np.arange(24).reshape(2, 3, 4) % 5 - 1).astype(dtype) for dtype in DTYPES]
    expect_round_trips(bench, *arrays, np.array([0.0, -0.0, np.nan, np.inf]), [{"a": arrays[0]}, (arrays[1],)])


@promise
def arrays_of_nothing_and_of_many_dimensions_keep_their_shape(bench: Bench) -> None:
    shapes = [(), (0,), (3, 0, 2), (0, 0), (1,) * 32, (2,) * 10]
    expect_round_trips(bench, *(np.zeros(shape, dtype) for shape in shapes for dtype in (bool, np.float32)))


@promise
def arrays_of_any_layout_in_memory_come_as_their_values(bench: Bench) -> None:
    plain = np.arange(24, dtype=np.int32).reshape(2, 3, 4)
    read_only = plain.copy()
    read_only.flags.writeable = False
    layouts = [plain.T, plain[:, ::2], plain[::-1], np.asfortranarray(plain), plain[..., 1], read_only]
    swapped = [plain.astype(">i4"), plain.astype(">f8"), (plain * 1j).astype(">c16")]
    expect_round_trips(bench, *layouts, *swapped, np.broadcast_to(plain[0], (2, 3, 4)), np.diag(plain[0, :3, :3]))


@promise
def arrays_that_come_can_be_written_to_on_both_sides(bench: Bench) -> None:
    candidate = bench.start("def f(x):\n    x[0] = 1\n    return x")
    for dtype in DTYPES:
        sent = np.zeros(2, dtype)
        back = ask(candidate, "f", sent)
        expect("what the exam holds", exact(np.zeros(2, dtype)), exact(sent))
        assert isinstance(back, np.ndarray)
        back[1] = 1
        expect("what came back, written to", exact(np.ones(2, dtype)), exact(back))


@promise
def large_arrays_come_both_ways(bench: Bench) -> None:
    words = np.arange(LARGE_MB << 17, dtype=np.uint64)
    words *= np.uint64(0x9E3779B97F4A7C15)  # no two parts are alike
    expect_round_trips(bench, words, bounds=Bounds(seconds=120, memory_mb=6 * LARGE_MB, reply_mb=LARGE_MB + 1))


@promise
def what_is_changed_there_is_not_changed_here(bench: Bench) -> None:
    candidate = bench.start("def f(x, *, d):\n    x.append(1)\n    d['new'] = 1\n    return x, d")
    sent: list[object] = [0]
    options: dict[str, object] = {}
    expect("the answer", ([0, 1], {"new": 1}), candidate.call("work.f", [sent], {"d": options}))
    expect("what the exam holds", ([0], {}), (sent, options))


@promise
def arguments_come_by_position_and_by_name(bench: Bench) -> None:
    candidate = bench.start("def f(a, /, b, *rest, by=1, **more): return a, b, rest, by, more")
    expect("all kinds", (1, 2, (3,), 4, {"z": 5}), ask(candidate, "f", 1, 2, 3, by=4, z=5))
    expect("defaults", (1, 2, (), 1, {}), ask(candidate, "f", 1, b=2))


_NETWORK = """
    class Layer:
        def __init__(self, weight):
            self.weight = weight
        def forward(self, x):
            return self.weight * x
    class Network:
        def __init__(self, weight):
            self.layer = Layer(weight)
        def forward(self, x):
            return self.layer.forward(x)
        def __call__(self, x):
            return self.forward(x) + 1
    def build(weight):
        return Network(weight)
    def weights(networks, *, named):
        return [network.layer.weight for network in networks] + [named["extra"].layer.weight]
    def double_in_place(x):
        x *= 2
    def pair(x):
        return x + 1, Network(x)
"""


@promise
def what_cannot_be_sent_is_a_handle_whose_methods_can_be_called(bench: Bench) -> None:
    candidate = bench.start(_NETWORK)
    network = ask(candidate, "build", 3)
    expect_that(isinstance(network, Handle) and network.type_name == "Network", "a network", "a handle", network)
    assert isinstance(network, Handle)
    expect("calling it", 16, candidate.call(f"#{network.id}.__call__", [5], {}))
    expect("a method", 15, candidate.call(f"#{network.id}.forward", [5], {}))
    missing = failure(candidate, f"#{network.id}.backward")
    expect_failure(missing, Outcome.FAILED, "backward: Network has no backward")


@promise
def handles_can_be_passed_anywhere_in_arguments(bench: Bench) -> None:
    candidate = bench.start(_NETWORK)
    networks = [ask(candidate, "build", weight) for weight in (3, 4)]
    expect("weights", [3, 4, 3], ask(candidate, "weights", networks, named={"extra": networks[0]}))


@promise
def a_kept_value_can_be_changed_there_and_fetched(bench: Bench) -> None:
    candidate = bench.start(_NETWORK)
    kept = candidate.keep(np.array([1, 2]))
    expect_that(isinstance(kept, Handle), "what is kept", "a handle", kept)
    ask(candidate, "double_in_place", kept)
    expect("what it is now", exact(np.array([2, 4])), exact(candidate.fetch(kept)))


@promise
def parts_of_a_result_come_or_stay_as_asked(bench: Bench) -> None:
    candidate = bench.start(_NETWORK)
    out, cache = pair(candidate.call("work.pair", [1], {}, [Part("out"), Part("cache", kept=True)]))
    expect("the part that comes", 2, out)
    expect_that(isinstance(cache, Handle), "the part that stays", "a handle", cache)
    one = candidate.call("work.pair", [1], {}, [Part("both", kept=True)])
    expect_that(isinstance(one, Handle), "a result that stays as a whole", "a handle", one)
    expect("a list of as many parts", (1, 2), bench.start("def f(): return [1, 2]").call("work.f", [], {}, _PAIR))


_PAIR = (Part("one"), Part("other"))


@promise
def arrays_that_have_no_form_are_refused_here_and_kept_there(bench: Bench) -> None:
    exotic = {
        "np.array(['a'])": "ndarray of <U1",
        "np.array([None])": "ndarray of object",
        "np.array(['2026-01-01'], 'M8[D]')": "ndarray of datetime64[D]",
        "np.zeros(1, [('a', 'f4')])": "ndarray of [('a', '<f4')]",
        "np.zeros(1, np.longdouble)": f"ndarray of {np.dtype(np.longdouble)}",
    }
    candidate = bench.start("import numpy as np\ndef f(code): return eval(code)")
    for code, described in exotic.items():
        if np.dtype(np.longdouble) == np.float64 and "longdouble" in code:
            continue
        answer = ask(candidate, "f", code)
        expect_that(isinstance(answer, Handle), code, "a handle", answer)
        assert isinstance(answer, Handle)
        expect("what the handle is called", described, answer.type_name)
        with expect_raised(SandboxFault, f"{code} as an argument"):
            ask(candidate, "f", eval(code, {"np": np}))


@promise
def a_subclass_that_may_lie_stays_where_it_is(bench: Bench) -> None:
    candidate = bench.start(
        """
        import numpy as np
        class Right(np.ndarray):
            def __eq__(self, other): return True
            def __array__(self, *_): return np.zeros(3)
        class One(int): pass
        class Text(str): pass
        class Table(dict): pass
        def f(): return [np.ones(3).view(Right), One(1), Text("a"), Table()]
        """
    )
    found = ask(candidate, "f")
    assert isinstance(found, list)
    expect("what comes", ["Handle"] * 4, [type(each).__name__ for each in found])
