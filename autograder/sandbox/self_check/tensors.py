"""Promises to assignments that work with tensors: as `values`, for torch."""

from __future__ import annotations

from autograder.records import Outcome
from autograder.sandbox.base import Bounds
from autograder.sandbox.self_check.contract import (
    Bench,
    ask,
    expect,
    expect_failure,
    failure,
    promise_of_torch,
)
from autograder.sandbox.self_check.values import LARGE_MB, expect_round_trips
from autograder.sandbox.tree import TENSOR_DTYPES

_BOUNDS = Bounds(seconds=120, memory_mb=1024, reply_mb=LARGE_MB + 1)


@promise_of_torch
def tensors_of_every_dtype_and_shape_come_to_the_bit(bench: Bench) -> None:
    import torch

    plain = torch.arange(24).reshape(2, 3, 4) % 5 - 1
    tensors = [plain.to(getattr(torch, name)) for name in sorted(TENSOR_DTYPES)]
    empty = [torch.zeros(shape, dtype=torch.float16) for shape in ((), (0,), (3, 0, 2), (1,) * 20)]
    special = torch.tensor([0.0, -0.0, float("nan"), float("inf")], dtype=torch.bfloat16)
    expect_round_trips(bench, *tensors, *empty, special, [{"a": plain}], bounds=_BOUNDS)


@promise_of_torch
def tensors_of_any_layout_in_memory_come_as_their_values(bench: Bench) -> None:
    import torch

    plain = torch.arange(24.0).reshape(2, 3, 4)
    images = torch.arange(48.0).reshape(2, 2, 3, 4).to(memory_format=torch.channels_last)
    layouts = [plain.transpose(0, 2), plain[:, ::2], plain[..., 1], plain[0].expand(5, 3, 4), images]
    expect_round_trips(bench, *layouts, (plain * 1j).conj(), (plain * 1j).conj().imag, bounds=_BOUNDS)


@promise_of_torch
def a_large_tensor_comes_both_ways(bench: Bench) -> None:
    import torch

    numbers = torch.arange(LARGE_MB << 18, dtype=torch.int32) * 0x1E3779B1
    expect_round_trips(bench, numbers, bounds=_BOUNDS)


@promise_of_torch
def parameters_and_gradients_come_as_plain_tensors(bench: Bench) -> None:
    import torch

    candidate = bench.start(
        """
        import torch
        def f(x): return type(x).__name__, x.requires_grad, torch.nn.Parameter(x), (x * 2).requires_grad_() * 3
        """,
        _BOUNDS,
    )
    for sent in (torch.ones(2, requires_grad=True), torch.nn.Parameter(torch.ones(2))):
        answer = ask(candidate, "f", sent)
        assert isinstance(answer, tuple)
        expect("as the candidate sees it", ("Tensor", False), answer[:2])
        found = [(type(each).__name__, each.requires_grad, each.tolist()) for each in answer[2:]]
        expect("as they come back", [("Tensor", False, [1.0, 1.0]), ("Tensor", False, [6.0, 6.0])], found)


@promise_of_torch
def tensors_that_have_no_form_stay_where_they_are(bench: Bench) -> None:
    candidate = bench.start(
        """
        import torch
        def f():
            return [torch.eye(2).to_sparse(), torch.empty(2, device="meta"), torch.zeros(2, dtype=torch.complex32),
                    torch.nn.Linear(2, 2)]
        def total(tensor): return float(tensor.to_dense().sum())
        """,
        _BOUNDS,
    )
    found = ask(candidate, "f")
    assert isinstance(found, list)
    expect("what comes", ["Handle"] * 4, [type(each).__name__ for each in found])
    expect("a sparse tensor, used there", 2.0, ask(candidate, "total", found[0]))


@promise_of_torch
def memory_that_torch_cannot_have_is_out_of_memory(bench: Bench) -> None:
    candidate = bench.start("import torch\ndef f(): return torch.ones(1 << 50)\ndef g(): return 1", _BOUNDS)
    expect_failure(failure(candidate, "f"), Outcome.OUT_OF_MEMORY, "1024 MB", "work.py, line 2, in f")
    expect("the next call", 1, ask(candidate, "g"))
