"""Public checks of `layers.py`: small examples, worked by hand. Hidden ones try many more sizes and settings."""

import numpy as np

from autograder.exam import assert_equal, assert_matches, kept, public, question

IMAGE = np.array([[1.0, 2, 0, 1], [0, 1, 3, 2], [2, 1, 0, 1]]).reshape(1, 1, 3, 4)
KERNEL = np.array([[1.0, 0, 2], [0, 3, -1]]).reshape(1, 1, 2, 3)


@question("output_size")
@public
def test_counts_places(submission):
    """Sizes that you can count on your fingers."""
    output_size = submission.layers.output_size
    assert_equal(output_size(7, 3), 5, "output_size(7, 3)")
    assert_equal(output_size(7, 3, 2), 3, "output_size(7, 3, 2)")
    assert_equal(output_size(8, 3, 2), 3, "output_size(8, 3, 2)")  # one pixel is left over
    assert_equal(output_size(5, 2, 3, 1), 2, "output_size(5, 2, 3, 1)")
    assert_equal(output_size(4, 3, padding=1), 4, "output_size(4, 3, padding=1)")


@question("pad2d")
@public
def test_pads_the_example(submission):
    """The picture in the docstring, in all three modes."""
    x = np.array([[1.0, 2, 3], [4, 5, 6]]).reshape(1, 1, 2, 3)
    zero = np.array([[0.0, 0, 0, 0, 0], [0, 1, 2, 3, 0], [0, 4, 5, 6, 0], [0, 0, 0, 0, 0]]).reshape(1, 1, 4, 5)
    replicate = np.array([[1.0, 1, 2, 3, 3], [1, 1, 2, 3, 3], [4, 4, 5, 6, 6], [4, 4, 5, 6, 6]])
    reflect = np.array([[5.0, 4, 5, 6, 5], [2, 1, 2, 3, 2], [5, 4, 5, 6, 5], [2, 1, 2, 3, 2]])
    pad2d = submission.layers.pad2d
    assert_equal(pad2d(x, 1), zero, "pad2d(x, 1)")
    assert_equal(pad2d(x, 1, "zero"), zero, 'pad2d(x, 1, "zero")')
    assert_equal(pad2d(x, 1, "replicate"), replicate.reshape(1, 1, 4, 5), 'pad2d(x, 1, "replicate")')
    assert_equal(pad2d(x, 1, "reflect"), reflect.reshape(1, 1, 4, 5), 'pad2d(x, 1, "reflect")')


@question("conv2d_forward")
@public
def test_slides_one_kernel(submission):
    """One image, one kernel: first the plain call, then with stride 2 and padding 1.

    The top left of the plain call: 1*1 + 0*2 + 2*0 + 0*0 + 3*1 - 1*3 + 0.5 = 1.5
    """
    forward = submission.layers.conv2d_forward.returning("out", kept("cache"))
    out, _ = forward(IMAGE, KERNEL, np.array([0.5]))
    assert_matches(out, np.array([[[[1.5, 11.5], [9.5, 4.5]]]]), "out", rtol=1e-7, atol=1e-9)
    out, _ = forward(IMAGE, KERNEL, np.array([0.5]), stride=2, padding=1)
    assert_matches(out, np.array([[[[1.5, -0.5], [7.5, 4.5]]]]), "out", rtol=1e-7, atol=1e-9)


@question("conv2d_forward")
@public
def test_adds_up_the_channels(submission):
    """Two images of two channels, three kernels of one pixel each, three biases."""
    x = np.array([[[[1.0, 2]], [[3, 4]]], [[[5, 6]], [[7, 8]]]])  # (2, 2, 1, 2)
    w = np.array([[1.0, 0], [0, 1], [2, -1]]).reshape(3, 2, 1, 1)
    expected = np.array([[[[11.0, 12]], [[23, 24]], [[29, 30]]], [[[15, 16]], [[27, 28]], [[33, 34]]]])
    forward = submission.layers.conv2d_forward.returning("out", kept("cache"))
    out, _ = forward(x, w, np.array([10.0, 20, 30]))
    assert_matches(out, expected, "out", rtol=1e-7, atol=1e-9)


@question("conv2d_backward")
@public
def test_sends_gradients_back(submission):
    """One image, one kernel: gradients with respect to image, kernel and bias.

    The top left pixel was seen by one window only, through the kernel's top left: dx = 1 * 1
    """
    forward = submission.layers.conv2d_forward.returning("out", kept("cache"))
    backward = submission.layers.conv2d_backward.returning("dx", "dw", "db")
    _, cache = forward(IMAGE, KERNEL, np.array([0.5]))
    dx, dw, db = backward(np.array([[[[1.0, 2], [0, -1]]]]), cache)
    expected_dx = np.array([[1.0, 2, 2, 4], [0, 2, 5, -4], [0, 0, -3, 1]]).reshape(1, 1, 3, 4)
    assert_matches(dx, expected_dx, "dx", rtol=1e-6, atol=1e-8)
    expected_dw = np.array([[4.0, -1, 0], [1, 7, 6]]).reshape(1, 1, 2, 3)
    assert_matches(dw, expected_dw, "dw", rtol=1e-6, atol=1e-8)
    assert_matches(db, np.array([2.0]), "db", rtol=1e-6, atol=1e-8)


@question("max_pool2d_forward")
@public
def test_pools_by_hand(submission):
    """The picture in the docstring, then windows that overlap."""
    x = np.array([[1.0, 5, 2, 0, 9], [3, 4, 7, 7, 1], [8, 0, 1, 6, 3], [2, 2, 6, 5, 4]]).reshape(1, 1, 4, 5)
    forward = submission.layers.max_pool2d_forward.returning("out", kept("cache"))
    out, _ = forward(x, kernel=(2, 2), stride=2)
    assert_equal(out, np.array([[[[5.0, 7], [8, 6]]]]), "out")
    out, _ = forward(x, kernel=(2, 3), stride=1)
    assert_equal(out, np.array([[[[7.0, 7, 9], [8, 7, 7], [8, 6, 6]]]]), "out")


@question("max_pool2d_backward")
@public
def test_rewards_the_largest(submission):
    """Windows that overlap: what arrives at a pixel adds up, and the first of two equal ones gets it."""
    forward = submission.layers.max_pool2d_forward.returning("out", kept("cache"))
    backward = submission.layers.max_pool2d_backward
    x = np.array([[1.0, 5, 2], [5, 3, 4]]).reshape(1, 1, 2, 3)
    _, cache = forward(x, kernel=(2, 2), stride=1)
    dx = backward(np.array([[[[10.0, 3]]]]), cache)
    assert_matches(dx, np.array([[[[0.0, 13, 0], [0, 0, 0]]]]), "dx", rtol=1e-6, atol=1e-8)
