"""The checks of `conv2d_forward` in otter's exception-based format: what tests/conv checks, on the same cases.

Runs in the student's kernel, as otter does it. ``cases.npz`` lies beside the notebook: inputs and right answers of
each hidden check, made beforehand, so that otter's time does not go into making them.
"""

import math

import numpy as np
from otter.test_files import test_case

OK_FORMAT = False

name = "conv2d_forward"
points = 25
all_or_nothing = True


def scrambled(*shape, start=0):
    return (np.arange(start, start + math.prod(shape)) ** 3 % 23 - 11.0).reshape(shape)


IMAGE = np.array([[1.0, 2, 0, 1], [0, 1, 3, 2], [2, 1, 0, 1]]).reshape(1, 1, 3, 4)
KERNEL = np.array([[1.0, 0, 2], [0, 3, -1]]).reshape(1, 1, 2, 3)
IMAGES, KERNELS, BIASES = scrambled(2, 2, 2, 6) / 2, scrambled(3, 2, 2, 3, start=5), np.array([1.0, -2, 3])


def assert_matches(actual, expected):
    assert type(actual) is np.ndarray, f"expected an array, got {type(actual).__name__}"
    assert actual.shape == expected.shape, f"expected shape {expected.shape}, got {actual.shape}"
    assert actual.dtype == expected.dtype, f"expected dtype {expected.dtype}, got {actual.dtype}"
    assert np.isfinite(actual).all(), "not finite"
    assert (np.abs(actual - expected) <= 1e-9 + 1e-7 * np.abs(expected)).all(), "values differ"


def cases(check):
    """(x, w, b, stride, padding, out) of every case of a hidden check."""
    with np.load("cases.npz") as stored:
        for number in range(int(stored[f"{check}/count"])):
            x, w, b, out, moves = (stored[f"{check}/{number}/{part}"] for part in ("x", "w", "b", "out", "moves"))
            yield x, w, b, int(moves[0]), int(moves[1]), out


def check_cases(conv2d_forward, check):
    for x, w, b, stride, padding, expected in cases(check):
        out, _ = conv2d_forward(x, w, b, stride=stride, padding=padding)
        assert_matches(out, expected)


@test_case(hidden=False)
def test_slides_one_kernel(conv2d_forward):
    out, _ = conv2d_forward(IMAGE, KERNEL, np.array([0.5]))
    assert_matches(out, np.array([[[[1.5, 11.5], [9.5, 4.5]]]]))
    out, _ = conv2d_forward(IMAGE, KERNEL, np.array([0.5]), stride=2, padding=1)
    assert_matches(out, np.array([[[[1.5, -0.5], [7.5, 4.5]]]]))


@test_case(hidden=False)
def test_adds_up_the_channels(conv2d_forward):
    x = np.array([[[[1.0, 2]], [[3, 4]]], [[[5, 6]], [[7, 8]]]])  # (2, 2, 1, 2)
    w = np.array([[1.0, 0], [0, 1], [2, -1]]).reshape(3, 2, 1, 1)
    expected = np.array([[[[11.0, 12]], [[23, 24]], [[29, 30]]], [[[15, 16]], [[27, 28]], [[33, 34]]]])
    out, _ = conv2d_forward(x, w, np.array([10.0, 20, 30]))
    assert_matches(out, expected)


@test_case(hidden=False)
def test_convolves_a_batch(conv2d_forward):
    x, w, b = IMAGES.copy(), KERNELS.copy(), BIASES.copy()
    out, _ = conv2d_forward(x, w, b, stride=2, padding=1)
    first = [-55, -22.5, -16.5, 42, -31, 12, -107.5, -107, -75.5, -35, -20, -82, -4.5, -23.5, 44, -19, -24.5, -13]
    second = [-3, 57.5, -1, -6, 24, 40.5, -33, 50, 54, 41, -85, 40.5, -21, -25.5, -26, 46.5, -19, 38.5]
    assert_matches(out, np.reshape([first, second], (2, 3, 2, 3)))
    conv2d_forward(x, KERNELS, BIASES)
    assert all((one == other).all() for one, other in ((x, IMAGES), (w, KERNELS), (b, BIASES))), "changed an input"


@test_case(hidden=True)
def test_convolves_like_torch(conv2d_forward):
    check_cases(conv2d_forward, "test_convolves_like_torch")


@test_case(hidden=True)
def test_convolves_at_the_edges(conv2d_forward):
    check_cases(conv2d_forward, "test_convolves_at_the_edges")


@test_case(hidden=True)
def test_convolving_leaves_its_inputs_alone(conv2d_forward):
    for x, w, b, stride, padding, _ in cases("test_convolving_leaves_its_inputs_alone"):
        before = x.copy(), w.copy(), b.copy()
        conv2d_forward(x, w, b, stride=stride, padding=padding)
        assert all((one == other).all() for one, other in zip((x, w, b), before, strict=True)), "changed an input"
