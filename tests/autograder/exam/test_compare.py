"""Comparison: type, shape, dtype, finiteness, then values; never broadcast."""

import subprocess
import sys
import textwrap

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.errors import ExamFault
from autograder.exam.compare import Mismatch, assert_equal, assert_like, assert_matches

X = np.arange(12.0).reshape(3, 4)
arrays = hnp.arrays(np.float64, hnp.array_shapes(max_dims=4, max_side=4), elements=st.floats(-1e6, 1e6))


def told(actual, expected, **options):
    with pytest.raises(Mismatch) as caught:
        assert_matches(actual, expected, "out", **options)
    return str(caught.value)


@given(arrays)
def test_an_array_matches_its_copy(array):
    assert_matches(array.copy(), array)
    assert_equal(array.copy(), array)


@given(arrays, st.data())
def test_one_changed_value_is_found_where_it_is(array, data):
    index = tuple(data.draw(st.integers(0, side - 1)) for side in array.shape)
    changed = array.copy()
    changed[index] += 1 + abs(changed[index])
    message = told(changed, array)
    assert f"1 of {array.size} values differ, the first at {list(index)}" in message


@given(arrays, st.sampled_from([np.nan, np.inf, -np.inf]), st.data())
def test_a_value_that_is_not_finite_is_found_where_it_is(array, value, data):
    index = tuple(data.draw(st.integers(0, side - 1)) for side in array.shape)
    changed = array.copy()
    changed[index] = value
    nans = int(np.isnan(value))
    assert told(changed, array) == f"out: {nans} NaN and {1 - nans} infinite values, the first at {list(index)}"


@given(st.floats(1e-3, 1e6), st.floats(0, 1e-2), st.floats(1e-12, 1e-1))
def test_tolerances_mean_what_numpy_means_by_them(expected, rtol, error):
    actual, wanted = np.array([expected * (1 + error)]), np.array([expected])
    close = np.isclose(actual, wanted, rtol=rtol, atol=0)[0]
    try:
        assert_matches(actual, wanted, rtol=rtol, atol=0)
    except Mismatch:
        assert not close
    else:
        assert close


@pytest.mark.parametrize(
    ("actual", "message"),
    [
        (X.T.copy(), "expected shape (3, 4), got (4, 3). Height and width are swapped."),
        (X[None], "expected shape (3, 4), got (1, 3, 4). An axis of length 1 too many."),
        (np.zeros(7), "expected shape (3, 4), got (7,)."),
        (X[:1], "expected shape (3, 4), got (1, 4). The rest is right, but the last 2 rows are missing."),
        (np.float64(3.0), "expected an array of shape (3, 4), got np.float64(3.0)"),
        (X.tolist(), "expected an array of shape (3, 4), got a list of 3. Is np.array or np.stack missing?"),
        ((X, X), "expected an array of shape (3, 4), got a tuple of 2"),
        ((X,), "expected an array of shape (3, 4), got a tuple of 1. Is there a comma too much after `return`?"),
        (None, "expected an array of shape (3, 4), got None"),
        (X.astype(np.float32), "expected dtype float64, got float32"),
        (X.astype(np.int64), "expected dtype float64, got int64"),
        (X.astype(np.complex128), "expected dtype float64, got complex128"),
    ],
)
def test_the_first_difference_is_named(actual, message):
    assert told(actual, X) == f"out: {message}"


def test_axes_in_another_order_are_recognised():
    wrong = np.zeros((4, 2, 5, 3))
    assert told(wrong, np.zeros((2, 3, 4, 5))).endswith("Are some axes in another order?")


def test_a_scalar_never_broadcasts():
    assert "expected shape (3, 4)" in told(np.zeros(()), np.zeros((3, 4)))


def test_a_subclass_that_calls_everything_equal_is_no_array():
    class Yes(np.ndarray):
        def __eq__(self, other):
            return True

    assert "expected an array" in told(np.zeros((3, 4)).view(Yes), X)


def test_an_expected_answer_that_is_not_finite_is_our_fault():
    with pytest.raises(ExamFault):
        assert_matches(X, np.full((3, 4), np.nan))


@pytest.mark.parametrize(
    ("actual", "expected"), [(4, 4), (np.int64(4), 4), (np.uint8(4), 4), ("a", "a"), ((1, 2), (1, 2))]
)
def test_equal_is_equal(actual, expected):
    assert_equal(actual, expected)


@pytest.mark.parametrize(
    ("actual", "expected", "message"),
    [
        (5, 4, "n: expected 4, got 5, 1 too large"),
        (3, 4, "n: expected 4, got 3, 1 too small"),
        (np.uint8(9), 4, "n: expected 4, got np.uint8(9)"),
        (4.0, 4, "n: expected 4 (int), got 4.0 (float): the number is right, but / makes a float, // does not"),
        (5.0, 4, "n: expected 4 (int), got 5.0 (float)"),
        (True, 1, "n: expected 1 (int), got True (bool)"),
        (np.float64(4), 4, "n: expected 4 (int), got np.float64(4.0)"),
        (np.array(4), 4, "n: expected 4 (int), got an array of shape ()"),
        ((1, 3), (1, 2), "n[1]: expected 2, got 3, 1 too large"),
        ([1, 2], (1, 2), "n: expected (1, 2), got a list of 2"),
        ((1,), (1, 2), "n: expected (1, 2), got a tuple of 1"),
        (np.array([1, 3]), np.array([1, 2]), "n: 1 of 2 values differ, the first at [1]: expected 2, got 3"),
        (np.array([1, 2], dtype=np.int32), np.array([1, 2]), "n: expected dtype int64, got int32"),
    ],
)
def test_unequal_is_told(actual, expected, message):
    with pytest.raises(Mismatch) as caught:
        assert_equal(actual, expected, "n")
    assert str(caught.value) == message


def test_what_would_take_long_to_write_out_is_only_named():
    class Slow:
        def __repr__(self):
            raise AssertionError("written out")

    with pytest.raises(Mismatch, match="got a Slow"):
        assert_equal(Slow(), 4)
    with pytest.raises(Mismatch, match="got a dict of 1"):
        assert_equal({1: Slow()}, 4)


def test_an_array_of_the_kind_is_handed_back_whatever_its_values():
    other = np.array([[np.nan, 1.0]])
    assert assert_like(other, np.zeros((1, 2))) is other


@pytest.mark.parametrize("actual", [None, "x", [[0.0, 0.0]], np.zeros((2, 1)), np.zeros((1, 2), np.float32)])
def test_what_is_not_of_the_kind_is_a_mismatch(actual):
    with pytest.raises(Mismatch, match=r"^x: expected"):
        assert_like(actual, np.zeros((1, 2)), "x")


def tensor(values, dtype=torch.float32):
    return torch.tensor(values, dtype=dtype)


@given(arrays)
def test_a_tensor_is_told_what_an_array_is_told(array):
    """The same comparison: only the words for the kind differ."""
    wrong = array + 1
    assert_matches(torch.from_numpy(array), torch.from_numpy(array.copy()))
    assert_equal(torch.from_numpy(array), torch.from_numpy(array.copy()))
    assert told(torch.from_numpy(wrong), torch.from_numpy(array)) == told(wrong, array)


@pytest.mark.parametrize(
    ("actual", "expected", "message"),
    [
        (X, torch.from_numpy(X), "expected a tensor of shape (3, 4), got an array of shape (3, 4). "
                                 "Is torch.from_numpy missing?"),
        (torch.from_numpy(X), X, "expected an array of shape (3, 4), got a tensor of shape (3, 4). "
                                 "Is .numpy() missing?"),
        (X.tolist(), torch.from_numpy(X), "expected a tensor of shape (3, 4), got a list of 3. "
                                          "Is torch.tensor or torch.stack missing?"),
        (0.5, tensor(0.5), "expected a tensor of shape (), got 0.5. Does it end in .item()?"),
        (tensor([0.5]), tensor(0.5), "expected shape (), got (1,). An axis of length 1 too many."),
        (tensor(0.5, torch.float64), tensor(0.5), "expected dtype float32, got float64"),
        (tensor(0.5, torch.bfloat16), tensor(0.5), "expected dtype float32, got bfloat16"),
        (tensor(0.25), tensor(0.5), "expected 0.5, got 0.25"),
        (tensor(float("nan")), tensor(0.5), "expected a finite number, got nan: 0 / 0, or inf / inf?"),
        (tensor([[1, 2, 3], [4, 5, 6]]), tensor([[1, 4], [2, 5], [3, 6]]),
         "expected shape (3, 2), got (2, 3). Height and width are swapped."),
    ],
)  # fmt: skip
def test_tensors_and_arrays_are_not_taken_for_each_other(actual, expected, message):
    assert told(actual, expected) == f"out: {message}"


def test_tensors_are_flipped_by_their_own_method():
    expected = torch.arange(24.0).reshape(2, 3, 2, 2) ** 2
    assert "out.flip(1) would be right" in told(expected.flip(1), expected)
    assert "out[:, ::-1] would be right" in told(expected.flip(1).numpy(), expected.numpy())


def test_axes_of_tensors_are_permuted():
    expected = torch.arange(24.0).reshape(2, 3, 2, 2)
    assert "out.permute(1, 0, 2, 3) would be right" in told(
        expected.reshape(2, 3, 2, 2)[:, :2].transpose(0, 1), expected[:, :2]
    )


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_dtype_says_how_close_is_close_enough(dtype):
    expected, close = tensor([1.0, -3.0], dtype), 2e-5 if dtype is torch.float32 else 5e-8
    assert_matches(expected * (1 + close), expected)
    assert_matches((expected * (1 + close)).numpy(), expected.numpy())
    told(expected * (1 + 20 * close), expected)


@pytest.mark.parametrize("number", [0.75, np.float64(0.75), np.float32(0.75), tensor(0.75), np.array(0.75)])
def test_any_number_will_do_where_a_float_is_expected(number):
    assert_matches(number, 0.75, "share")


@pytest.mark.parametrize(
    ("actual", "message"),
    [
        (0.7500002, "expected 0.75, got 0.7500002"),
        (1, "expected 0.75, got 1"),
        (True, "expected a number, 0.75, got True"),
        (float("nan"), "expected 0.75, got nan: 0 / 0, or inf / inf?"),
        (tensor([0.75]), "expected a number, 0.75, got a tensor of shape (1,)"),
        ([0.75], "expected a number, 0.75, got a list of 1"),
        (None, "expected a number, 0.75, got None"),
        ("0.75", "expected a number, 0.75, got '0.75'"),
        (10**400, f"expected a number, 0.75, got {str(10**400)[:100]}"),
    ],
)
def test_what_is_no_such_number_is_said(actual, message):
    assert told(actual, 0.75) == f"out: {message}"


def test_a_suspect_of_a_number_is_named():
    assert (
        told(75.0, 0.75, suspects={"it is in percent": 75.0})
        == "out: looks like it is in percent.\nexpected 0.75, got 75"
    )


def test_numbers_that_look_the_same_are_written_out():
    assert "expected 0.5, got 0.5000000001" in told(np.array([0.5000000001]), np.array([0.5]), rtol=0, atol=0)


def test_an_assignment_without_tensors_does_not_load_torch():
    code = """
        import sys, numpy as np
        from autograder.exam.compare import assert_matches
        assert_matches(np.ones(2), np.ones(2))
        sys.exit("torch" in sys.modules)
    """
    assert subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=False).returncode == 0


WRAPPING = [  # dtype, answer, expected, atol, whether it is near enough
    ("uint8", 0, 1, 1, True),
    ("uint8", 2, 1, 1, True),
    ("uint8", 3, 1, 1, False),
    ("uint8", 250, 253, 3, True),
    ("int8", 100, -100, 60, False),
    ("int8", -128, 0, None, False),
    ("int16", -32768, 0, None, False),
    ("int64", -(2**63), 0, None, False),
    ("int64", 2**60 + 1, 2**60, None, False),
    ("int64", 2**60, 2**60, None, True),
]


@pytest.mark.parametrize("make", [np.array, torch.tensor], ids=["array", "tensor"])
@pytest.mark.parametrize(("dtype", "answer", "right", "atol", "is_near"), WRAPPING)
def test_whole_numbers_do_not_wrap_around(make, dtype, answer, right, atol, is_near):
    kind = dtype if make is np.array else getattr(torch, dtype)
    actual, expected = make([answer, right], dtype=kind), make([right, right], dtype=kind)
    if is_near:
        assert_matches(actual, expected, rtol=None if atol is None else 0, atol=atol)
        return
    with pytest.raises(Mismatch, match=f"largest difference {abs(answer - right)}$"):
        assert_matches(actual, expected, rtol=None if atol is None else 0, atol=atol)


@pytest.mark.parametrize("make", [np.array, torch.tensor], ids=["array", "tensor"])
def test_masks_are_compared(make):
    mask = make([[True, False], [False, True]])
    assert_matches(mask, mask, "mask")
    with pytest.raises(Mismatch, match=r"mask: 1 of 4 values differ, the first at \[0, 1\]: expected False, got True$"):
        assert_matches(make([[True, True], [False, True]]), mask, "mask")
    with pytest.raises(Mismatch, match="expected dtype bool, got int64"):
        assert_matches(make([[1, 0], [0, 1]]), mask, "mask")


def test_text_has_no_distance():
    with pytest.raises(ExamFault, match="the expected names is of <U1, which is no number: use assert_equal"):
        assert_matches(np.array(["a"]), np.array(["a"]), "names")
