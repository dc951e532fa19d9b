"""Public checks of `resampling.py`: small examples, worked by hand. Hidden ones try many more sizes and settings.

The last example of each has several images or channels, and looks whether your function changes what it is given.
"""

import math

import numpy as np

from autograder.exam import assert_equal, assert_matches, kept, public, question

FORWARD = {"rtol": 1e-7, "atol": 1e-9}
GRADIENT = {"rtol": 1e-6, "atol": 1e-8}

IMAGE = np.array([[1.0, 2], [3, -1]]).reshape(1, 1, 2, 2)
KERNEL = np.array([[1.0, 0, 2], [0, 3, -1]]).reshape(1, 1, 2, 3)


def scrambled(*shape, start=0):
    """Whole numbers from -11 to 11 in no order that one sees, the same on every computer."""
    return (np.arange(start, start + math.prod(shape)) ** 3 % 23 - 11.0).reshape(shape)


def assert_unchanged(submission, **arrays):
    """Every array, given as what is kept beside the submission and what it was, still is what it was."""
    for name, (array, before) in arrays.items():
        now = submission.fetch(array)
        assert_equal(now, before, f"{name} after the call", suspects={"your function wrote into it": now})


@question("avg_pool2d_forward")
@public
def test_averages_by_hand(submission):
    """The docstring's picture, then windows that overlap; then two images of two channels. x must stay the same."""
    x = np.array([[1.0, 5, 2, 0, 9], [3, 7, 4, 6, 1], [8, 2, 1, 3, 3], [4, 6, 4, 0, 4]]).reshape(1, 1, 4, 5)
    forward = submission.resampling.avg_pool2d_forward.returning("out", kept("cache"))
    out, _ = forward(x, kernel=(2, 2), stride=2)
    assert_matches(out, np.array([[[[4.0, 3], [5, 2]]]]), "out", **FORWARD)
    out, _ = forward(x, kernel=(4, 2), stride=1)
    assert_matches(out, np.array([[[[4.5, 3.875, 2.5, 3.25]]]]), "out", **FORWARD)

    images = np.array([[[[1.0, 3, 5]], [[2, 2, 8]]], [[[0, 4, -6]], [[7, 1, 1]]]])  # (2, 2, 1, 3)
    x = submission.keep(images)
    out, _ = forward(x, kernel=(1, 2), stride=1)
    assert_matches(out, np.array([[[[2.0, 4]], [[2, 5]]], [[[2, -1]], [[4, 1]]]]), "out of two images", **FORWARD)
    assert_unchanged(submission, x=(x, images))


@question("avg_pool2d_backward")
@public
def test_shares_the_gradient(submission):
    """The picture in the docstring: two windows that overlap."""
    forward = submission.resampling.avg_pool2d_forward.returning("out", kept("cache"))
    _, cache = forward(np.array([[[[1.0, 5, 2], [5, 3, 4]]]]), kernel=(2, 2), stride=1)
    dx = submission.resampling.avg_pool2d_backward(np.array([[[[4.0, 8]]]]), cache)
    assert_matches(dx, np.array([[[[1.0, 3, 2], [1, 3, 2]]]]), "dx", **GRADIENT)


@question("avg_pool2d_backward")
@public
def test_shares_the_gradient_of_a_batch(submission):
    """Two images, pixels left over, twice, with another call between. x and dout must stay the same."""
    forward = submission.resampling.avg_pool2d_forward.returning("out", kept("cache"))
    backward = submission.resampling.avg_pool2d_backward
    images, gradients = scrambled(2, 1, 5, 6), np.array([[[[6.0, 12], [-18, 24]]], [[[60, 0], [30, -6]]]])
    x, dout = submission.keep(images), submission.keep(gradients)
    _, cache = forward(x, kernel=(2, 3), stride=2)
    _, other = forward(IMAGE, kernel=(1, 2), stride=1)
    x_before = submission.fetch(x)

    none = [0.0] * 6
    first = [[1.0, 1, 3, 2, 2, 0]] * 2 + [[-3.0, -3, 1, 4, 4, 0]] * 2 + [none]
    second = [[10.0, 10, 10, 0, 0, 0]] * 2 + [[5.0, 5, 4, -1, -1, 0]] * 2 + [none]
    expected = np.array([[first], [second]])
    assert_matches(backward(dout, cache), expected, "dx", **GRADIENT)
    assert_unchanged(submission, x=(x, x_before), dout=(dout, gradients))
    between = np.array([[[[1.0, 1], [-2, -2]]]])
    assert_matches(backward(np.array([[[[2.0], [-4]]]]), other), between, "dx, stride=1", **GRADIENT)
    assert_matches(backward(dout, cache), expected, "dx, the second time", **GRADIENT)


@question("conv_transpose2d_forward")
@public
def test_prints_stamps(submission):
    """One kernel with stride 2 and bias 0.5; the same with stride 1 and padding 1; then two channels, three kernels.

    x and w must stay the same.
    With stride 2 the four prints overlap in the middle column only: 2*1 + 1*2 + 0.5 = 4.5 in the first row
    """
    forward = submission.resampling.conv_transpose2d_forward.returning("out", kept("cache"))
    out, _ = forward(IMAGE, KERNEL, np.array([0.5]), stride=2)
    expected = [[1.5, 0.5, 4.5, 0.5, 4.5], [0.5, 3.5, -0.5, 6.5, -1.5], [3.5, 0.5, 5.5, 0.5, -1.5]]
    expected.append([0.5, 9.5, -2.5, -2.5, 1.5])
    assert_matches(out, np.array([[expected]]), "out, stride=2", **FORWARD)
    x, w = submission.keep(IMAGE), submission.keep(KERNEL)
    out, _ = forward(x, w, np.array([0.5]), padding=1)
    assert_matches(out, np.array([[[[2.5, 11.5]]]]), "out, padding=1", **FORWARD)
    assert_unchanged(submission, x=(x, IMAGE), w=(w, KERNEL))

    x = np.array([[[[1.0, 2]], [[3, 4]]], [[[5, 6]], [[7, 8]]]])  # (2, 2, 1, 2)
    w = np.array([[1.0, 0, 2], [0, 1, -1]]).reshape(2, 3, 1, 1)
    out, _ = forward(x, w, np.array([10.0, 20, 30]))
    expected = np.array([[[[11.0, 12]], [[23, 24]], [[29, 30]]], [[[15, 16]], [[27, 28]], [[33, 34]]]])
    assert_matches(out, expected, "out of two channels", **FORWARD)


@question("conv_transpose2d_backward")
@public
def test_listens_where_it_printed(submission):
    """One image, one kernel, padding 1: gradients with respect to image, kernel and bias.

    With zeros in place of what was cut off, dout is [[0, 0, 0, 0], [0, 1, 2, 0], [0, 0, 0, 0]]
    """
    forward = submission.resampling.conv_transpose2d_forward.returning("out", kept("cache"))
    backward = submission.resampling.conv_transpose2d_backward.returning("dx", "dw", "db")
    _, cache = forward(IMAGE, KERNEL, np.array([0.5]), padding=1)
    dx, dw, db = backward(np.array([[[[1.0, 2]]]]), cache)
    assert_matches(dx, np.array([[[[1.0, 6], [4, 1]]]]), "dx", **GRADIENT)
    assert_matches(dw, np.array([[[[-1.0, 1, 6], [2, 5, 2]]]]), "dw", **GRADIENT)
    assert_matches(db, np.array([3.0]), "db", **GRADIENT)


@question("conv_transpose2d_backward")
@public
def test_listens_to_a_batch(submission):
    """Two images, two channels, three kernels, stride 2, padding 1, twice. x, w and dout must stay the same."""
    forward = submission.resampling.conv_transpose2d_forward.returning("out", kept("cache"))
    backward = submission.resampling.conv_transpose2d_backward.returning("dx", "dw", "db")
    gradients = scrambled(2, 3, 2, 5, start=9)
    x, w = submission.keep(scrambled(2, 2, 2, 3)), submission.keep(scrambled(2, 3, 2, 3, start=5))
    dout = submission.keep(gradients)
    _, cache = forward(x, w, np.zeros(3), stride=2, padding=1)
    forward(IMAGE, KERNEL, np.array([0.5]))
    x_before, w_before = submission.fetch(x), submission.fetch(w)

    _assert_gradients_of_the_batch(backward(dout, cache), "")
    assert_unchanged(submission, x=(x, x_before), w=(w, w_before), dout=(dout, gradients))
    _assert_gradients_of_the_batch(backward(dout, cache), ", the second time")


def _assert_gradients_of_the_batch(actual, when):
    dx = [
        [[[19, 53, -25], [211, 80, 64]], [[155, 330, 148], [-22, -3, -39]]],
        [[[-190, -128, 78], [187, -61, 195]], [[-24, -89, 7], [-122, 4, 21]]],
    ]
    dw = [
        [[[-90, 77, 135], [51, -106, 50]], [[-46, -32, 19], [-98, 74, -256]], [[14, -89, -44], [-83, 58, -137]]],
        [[[258, -74, -36], [-26, 109, -38]], [[19, 9, 104], [-33, 179, 120]], [[-146, 74, -20], [27, -56, 76]]],
    ]
    for name, mine, right in zip(("dx", "dw", "db"), actual, (dx, dw, [-6, 0, 28]), strict=True):
        assert_matches(mine, np.array(right, dtype=float), f"{name}{when}", **GRADIENT)


@question("max_unpool2d")
@public
def test_puts_maxima_back(submission):
    """The docstring's picture, then a position that is named twice; then two images. indices must stay the same."""
    max_unpool2d = submission.resampling.max_unpool2d
    x, indices = np.array([[[[7.0, 9], [8, 6]]]]), np.array([[[[5, 3], [8, 14]]]], dtype=np.int64)
    out = np.array([[0.0, 0, 0, 9], [0, 7, 0, 0], [8, 0, 0, 0], [0, 0, 6, 0]]).reshape(1, 1, 4, 4)
    assert_equal(max_unpool2d(x, indices, (4, 4)), out, "out")
    x, indices = np.array([[[[5.0, 5]]]]), np.array([[[[1, 1]]]], dtype=np.int64)
    assert_equal(max_unpool2d(x, indices, (2, 3)), np.array([[[[0.0, 5, 0], [0, 0, 0]]]]), "out")

    x = np.array([[[[-1.0, 2]], [[3, -4]]], [[[-5, -6]], [[7, 8]]]])
    named = np.array([[[[2, 3]], [[0, 4]]], [[[1, 5]], [[4, 2]]]], dtype=np.int64)
    indices = submission.keep(named)
    first = [[[0, 0, -1], [2, 0, 0]], [[3, 0, 0], [0, -4, 0]]]
    second = [[[0, -5, 0], [0, 0, -6]], [[0, 0, 8], [0, 7, 0]]]
    out = np.array([first, second], dtype=float)
    assert_equal(max_unpool2d(x, indices, (2, 3)), out, "out of two images")
    assert_unchanged(submission, indices=(indices, named))


@question("upsample_nearest")
@public
def test_makes_blocks(submission):
    """The docstring's picture: pixels become blocks of 2 x 2, then of 3 x 3. x must stay the same."""
    x = np.array([[[[1.0, 2], [3, 4]]]])
    twice = np.array([[1.0, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]).reshape(1, 1, 4, 4)
    one, other = [1.0, 1, 1, 2, 2, 2], [3.0, 3, 3, 4, 4, 4]
    assert_equal(submission.resampling.upsample_nearest(x, 2), twice, "upsample_nearest(x, 2)")
    thrice = np.array([[[one, one, one, other, other, other]]])
    image = submission.keep(x)
    suspects = {"each pixel became a block of 2 x 2": twice}
    assert_equal(submission.resampling.upsample_nearest(image, 3), thrice, "upsample_nearest(x, 3)", suspects=suspects)
    assert_unchanged(submission, x=(image, x))


@question("bed_of_nails")
@public
def test_puts_nails(submission):
    """The docstring's picture: one pixel in each block of 2 x 2, then of 3 x 3. x must stay the same."""
    x = np.array([[[[1.0, 2], [3, 4]]]])
    twice = np.array([[1.0, 0, 2, 0], [0, 0, 0, 0], [3, 0, 4, 0], [0, 0, 0, 0]]).reshape(1, 1, 4, 4)
    one, other, none = [1.0, 0, 0, 2, 0, 0], [3.0, 0, 0, 4, 0, 0], [0.0] * 6
    assert_equal(submission.resampling.bed_of_nails(x, 2), twice, "bed_of_nails(x, 2)")
    thrice = np.array([[[one, none, none, other, none, none]]])
    image = submission.keep(x)
    suspects = {"each pixel was put into a block of 2 x 2": twice}
    assert_equal(submission.resampling.bed_of_nails(image, 3), thrice, "bed_of_nails(x, 3)", suspects=suspects)
    assert_unchanged(submission, x=(image, x))


@question("upsample_bilinear")
@public
def test_samples_between_pixels(submission):
    """Two rows become three, two columns four as in the docstring's picture; then two rows one, six columns three.

    Both in both conventions. x must stay the same.
    """
    x = np.array([[[[0.0, 12], [24, 36]]]])
    corners = np.array([[[[0.0, 4, 8, 12], [12, 16, 20, 24], [24, 28, 32, 36]]]])
    squares = np.array([[[[0.0, 3, 9, 12], [12, 15, 21, 24], [24, 27, 33, 36]]]])
    bilinear = submission.resampling.upsample_bilinear
    assert_matches(bilinear(x, (3, 4), align_corners=True), corners, "align_corners=True", **FORWARD)
    assert_matches(bilinear(x, (3, 4), align_corners=False), squares, "align_corners=False", **FORWARD)

    image = np.array([[[[0.0, 2, 8, 4, 6, -6], [4, 10, 0, 12, -2, 2]]]])
    x = submission.keep(image)
    corners, squares = np.array([[[[0.0, 6, -6]]]]), np.array([[[[4.0, 6, 0]]]])
    assert_matches(bilinear(x, (1, 3), align_corners=True), corners, "smaller, align_corners=True", **FORWARD)
    assert_matches(bilinear(x, (1, 3), align_corners=False), squares, "smaller, align_corners=False", **FORWARD)
    assert_unchanged(submission, x=(x, image))
