"""Public checks of `resampling.py`: small examples, worked by hand. Hidden ones try many more sizes and settings."""

import numpy as np

from autograder.exam import assert_equal, assert_matches, kept, public, question

FORWARD = {"rtol": 1e-7, "atol": 1e-9}
GRADIENT = {"rtol": 1e-6, "atol": 1e-8}

IMAGE = np.array([[1.0, 2], [3, -1]]).reshape(1, 1, 2, 2)
KERNEL = np.array([[1.0, 0, 2], [0, 3, -1]]).reshape(1, 1, 2, 3)


@question("avg_pool2d_forward")
@public
def test_averages_by_hand(submission):
    """The picture in the docstring, then windows that overlap."""
    x = np.array([[1.0, 5, 2, 0, 9], [3, 7, 4, 6, 1], [8, 2, 1, 3, 3], [4, 6, 4, 0, 4]]).reshape(1, 1, 4, 5)
    forward = submission.resampling.avg_pool2d_forward.returning("out", kept("cache"))
    out, _ = forward(x, kernel=(2, 2), stride=2)
    assert_matches(out, np.array([[[[4.0, 3], [5, 2]]]]), "out", **FORWARD)
    out, _ = forward(x, kernel=(4, 2), stride=1)
    assert_matches(out, np.array([[[[4.5, 3.875, 2.5, 3.25]]]]), "out", **FORWARD)


@question("avg_pool2d_backward")
@public
def test_shares_the_gradient(submission):
    """The picture in the docstring: two windows that overlap."""
    forward = submission.resampling.avg_pool2d_forward.returning("out", kept("cache"))
    _, cache = forward(np.array([[[[1.0, 5, 2], [5, 3, 4]]]]), kernel=(2, 2), stride=1)
    dx = submission.resampling.avg_pool2d_backward(np.array([[[[4.0, 8]]]]), cache)
    assert_matches(dx, np.array([[[[1.0, 3, 2], [1, 3, 2]]]]), "dx", **GRADIENT)


@question("conv_transpose2d_forward")
@public
def test_prints_stamps(submission):
    """One kernel with stride 2 and bias 0.5; the same with stride 1 and padding 1; then two channels, three kernels.

    With stride 2 the four prints overlap in the middle column only: 2*1 + 1*2 + 0.5 = 4.5 in the first row
    """
    forward = submission.resampling.conv_transpose2d_forward.returning("out", kept("cache"))
    out, _ = forward(IMAGE, KERNEL, np.array([0.5]), stride=2)
    expected = [[1.5, 0.5, 4.5, 0.5, 4.5], [0.5, 3.5, -0.5, 6.5, -1.5], [3.5, 0.5, 5.5, 0.5, -1.5]]
    expected.append([0.5, 9.5, -2.5, -2.5, 1.5])
    assert_matches(out, np.array([[expected]]), "out, stride=2", **FORWARD)
    out, _ = forward(IMAGE, KERNEL, np.array([0.5]), padding=1)
    assert_matches(out, np.array([[[[2.5, 11.5]]]]), "out, padding=1", **FORWARD)

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


@question("max_unpool2d")
@public
def test_puts_maxima_back(submission):
    """The picture in the docstring, then a position that is named twice."""
    max_unpool2d = submission.resampling.max_unpool2d
    x, indices = np.array([[[[7.0, 9], [8, 6]]]]), np.array([[[[5, 3], [8, 14]]]], dtype=np.int64)
    out = np.array([[0.0, 0, 0, 9], [0, 7, 0, 0], [8, 0, 0, 0], [0, 0, 6, 0]]).reshape(1, 1, 4, 4)
    assert_equal(max_unpool2d(x, indices, (4, 4)), out, "out")
    x, indices = np.array([[[[5.0, 5]]]]), np.array([[[[1, 1]]]], dtype=np.int64)
    assert_equal(max_unpool2d(x, indices, (2, 3)), np.array([[[[0.0, 5, 0], [0, 0, 0]]]]), "out")


@question("upsample_nearest")
@public
def test_makes_blocks(submission):
    """The picture in the docstring: pixels become blocks of 2 x 2, then of 3 x 3."""
    x = np.array([[[[1.0, 2], [3, 4]]]])
    twice = np.array([[1.0, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]).reshape(1, 1, 4, 4)
    one, other = [1.0, 1, 1, 2, 2, 2], [3.0, 3, 3, 4, 4, 4]
    assert_equal(submission.resampling.upsample_nearest(x, 2), twice, "upsample_nearest(x, 2)")
    thrice = np.array([[[one, one, one, other, other, other]]])
    assert_equal(submission.resampling.upsample_nearest(x, 3), thrice, "upsample_nearest(x, 3)")


@question("bed_of_nails")
@public
def test_puts_nails(submission):
    """The picture in the docstring: one pixel in each block of 2 x 2, then of 3 x 3."""
    x = np.array([[[[1.0, 2], [3, 4]]]])
    twice = np.array([[1.0, 0, 2, 0], [0, 0, 0, 0], [3, 0, 4, 0], [0, 0, 0, 0]]).reshape(1, 1, 4, 4)
    one, other, none = [1.0, 0, 0, 2, 0, 0], [3.0, 0, 0, 4, 0, 0], [0.0] * 6
    assert_equal(submission.resampling.bed_of_nails(x, 2), twice, "bed_of_nails(x, 2)")
    thrice = np.array([[[one, none, none, other, none, none]]])
    assert_equal(submission.resampling.bed_of_nails(x, 3), thrice, "bed_of_nails(x, 3)")


@question("upsample_bilinear")
@public
def test_samples_between_pixels(submission):
    """Two rows become three, two columns four as in the docstring's picture, in both conventions."""
    x = np.array([[[[0.0, 12], [24, 36]]]])
    corners = np.array([[[[0.0, 4, 8, 12], [12, 16, 20, 24], [24, 28, 32, 36]]]])
    squares = np.array([[[[0.0, 3, 9, 12], [12, 15, 21, 24], [24, 27, 33, 36]]]])
    bilinear = submission.resampling.upsample_bilinear
    assert_matches(bilinear(x, (3, 4), align_corners=True), corners, "align_corners=True", **FORWARD)
    assert_matches(bilinear(x, (3, 4), align_corners=False), squares, "align_corners=False", **FORWARD)
