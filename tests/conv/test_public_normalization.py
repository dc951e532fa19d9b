"""Public checks of `normalization.py`: small examples, worked by hand. Hidden ones try many more sizes and settings.

Two rows of four numbers serve for all: 1 5 5 5 has mean 4 and variance (9 + 1 + 1 + 1) / 4 = 3, and 2 6 6 10 has
mean 6 and variance (16 + 0 + 0 + 16) / 4 = 8. With eps = 1 the roots are sqrt(3 + 1) = 2 and sqrt(8 + 1) = 3.
No call may change an array that it is given.
"""

import numpy as np

from autograder.exam import assert_equal, assert_matches, kept, public, question

CHANNELS = np.array([[[[1.0, 5]], [[2, 6]]], [[[5, 5]], [[6, 10]]]])  # (2, 2, 1, 2), a row in each channel
IMAGES = np.array([[[[1.0, 5]], [[5, 5]]], [[[2, 6]], [[6, 10]]]])  # (2, 2, 1, 2), a row in each image
FORWARD = {"rtol": 1e-7, "atol": 1e-9}
GRADIENT = {"rtol": 1e-6, "atol": 1e-8}


@question("batch_norm2d_forward")
@public
def test_normalises_channels(submission):
    """In training the batch decides, and the buffers move; in evaluation the buffers decide, and stay.

    The unbiased variances are 12 / 3 and 32 / 3.
    """
    gamma, beta, zeros, ones = np.array([2.0, 3]), np.array([0.0, 10]), np.zeros(2), np.ones(2)
    out, mean, var, _ = _forward(submission)(CHANNELS, gamma, beta, zeros, ones, training=True, eps=1.0)
    expected = np.array([[[[-3.0, 1]], [[6, 10]]], [[[1, 1]], [[10, 14]]]])
    assert_matches(out, expected, "out in training", **FORWARD)
    assert_matches(mean, np.array([0.4, 0.6]), "running_mean", **FORWARD)
    assert_matches(var, np.array([0.9 + 1.2 / 3, 0.9 + 3.2 / 3]), "running_var", **FORWARD)

    buffers = np.array([3.0, 4]), np.array([3.0, 8])
    out, mean, var, _ = _forward(submission)(CHANNELS, gamma, beta, *buffers, training=False, eps=1.0)
    expected = np.array([[[[-2.0, 2]], [[8, 12]]], [[[2, 2]], [[12, 16]]]])
    assert_matches(out, expected, "out in evaluation", **FORWARD)
    assert_matches(mean, buffers[0], "running_mean after evaluation", **FORWARD)
    assert_matches(var, buffers[1], "running_var after evaluation", **FORWARD)

    x, old_mean, old_var = submission.keep(CHANNELS), submission.keep(zeros), submission.keep(ones)
    out, mean, var, _ = _forward(submission)(x, ones, zeros, old_mean, old_var, True, momentum=0.75)
    expected = (CHANNELS - [[[4]], [[6]]]) / np.sqrt([[[3.00001]], [[8.00001]]])
    assert_matches(out, expected, "out where eps is not given", **FORWARD)
    assert_matches(mean, np.array([3, 4.5]), "running_mean, momentum=0.75", **FORWARD)
    assert_matches(var, np.array([3.25, 8.25]), "running_var, momentum=0.75", **FORWARD)
    _assert_unchanged(submission, x=(x, CHANNELS), running_mean=(old_mean, zeros), running_var=(old_var, ones))


@question("batch_norm2d_backward")
@public
def test_sends_gradients_back_through_the_statistics(submission):
    """The picture in the docstring, and a second channel; then both in evaluation."""
    gamma, dout = np.array([1.0, 2]), np.array([[[[16.0, 0]], [[0, 9]]], [[[0, 0]], [[0, 0]]]])
    backward = submission.normalization.batch_norm2d_backward.returning("dx", "dgamma", "dbeta")
    arguments = CHANNELS, gamma, np.zeros(2), np.array([3.0, 4]), np.array([3.0, 8])

    *_, cache = _forward(submission)(*arguments, training=True, eps=1.0)
    dx, dgamma, dbeta = backward(dout, cache)
    expected = np.array([[[[1.5, -0.5]], [[-1.5, 4.5]]], [[[-0.5, -0.5]], [[-1.5, -1.5]]]])
    assert_matches(dx, expected, "dx in training", **GRADIENT)
    assert_matches(dgamma, np.array([-24.0, 0]), "dgamma in training", **GRADIENT)
    assert_matches(dbeta, np.array([16.0, 9]), "dbeta in training", **GRADIENT)

    *_, cache = _forward(submission)(*arguments, training=False, eps=1.0)
    dx, dgamma, dbeta = backward(dout, cache)
    expected = np.array([[[[8.0, 0]], [[0, 6]]], [[[0, 0]], [[0, 0]]]])
    assert_matches(dx, expected, "dx in evaluation", **GRADIENT)
    assert_matches(dgamma, np.array([-16.0, 6]), "dgamma in evaluation", **GRADIENT)
    assert_matches(dbeta, np.array([16.0, 9]), "dbeta in evaluation", **GRADIENT)


@question("batch_norm2d_backward")
@public
def test_sends_gradients_back_twice(submission):
    """In training with gamma = 1, twice, with another call between. x and dout must stay the same."""
    gradients = np.array([[[[16.0, 0]], [[0, 9]]], [[[0, 0]], [[0, 0]]]])
    backward = submission.normalization.batch_norm2d_backward.returning("dx", "dgamma", "dbeta")
    x, dout, buffers = submission.keep(CHANNELS), submission.keep(gradients), (np.zeros(2), np.ones(2))
    *_, cache = _forward(submission)(x, np.ones(2), np.zeros(2), *buffers, training=True, eps=1.0)
    _forward(submission)(IMAGES, np.ones(2), np.zeros(2), *buffers, training=True)
    x_before = submission.fetch(x)

    expected = np.array([[[[1.5, -0.5]], [[-0.75, 2.25]]], [[[-0.5, -0.5]], [[-0.75, -0.75]]]])
    for when in "the first time", "the second time":
        dx, dgamma, dbeta = backward(dout, cache)
        assert_matches(dx, expected, f"dx, {when}", **GRADIENT)
        assert_matches(dgamma, np.array([-24.0, 0]), f"dgamma, {when}", **GRADIENT)
        assert_matches(dbeta, np.array([16.0, 9]), f"dbeta, {when}", **GRADIENT)
    _assert_unchanged(submission, x=(x, x_before), dout=(dout, gradients))


@question("layer_norm")
@public
def test_normalises_images(submission):
    """The picture in the docstring, and a second image; then with the usual eps."""
    gamma, beta = np.array([[[2.0, 2]], [[4, 4]]]), np.array([[[0.0, 0]], [[0, 1]]])
    out = submission.normalization.layer_norm(IMAGES, gamma, beta, eps=1.0)
    expected = np.array([[[[-3.0, 1]], [[2, 3]]], [[[-8 / 3, 0]], [[0, 19 / 3]]]])
    assert_matches(out, expected, "out", **FORWARD)

    x = submission.keep(IMAGES)
    out = submission.normalization.layer_norm(x, np.ones((2, 1, 2)), np.zeros((2, 1, 2)))
    expected = (IMAGES - [[[[4]]], [[[6]]]]) / np.sqrt([[[[3.00001]]], [[[8.00001]]]])
    assert_matches(out, expected, "out where eps is not given", **FORWARD)
    _assert_unchanged(submission, x=(x, IMAGES))


@question("group_norm")
@public
def test_normalises_groups(submission):
    """One image of four channels in two groups; then two images of one group, with the usual eps."""
    x = IMAGES.reshape(1, 4, 1, 2)
    gamma, beta = np.array([2.0, 4, 3, 6]), np.array([0.0, 1, 0, 1])
    out = submission.normalization.group_norm(x, 2, gamma, beta, eps=1.0)
    expected = np.array([[-3.0, 1], [3, 3], [-4, 0], [1, 9]]).reshape(1, 4, 1, 2)
    assert_matches(out, expected, "out", **FORWARD)

    images = IMAGES.reshape(2, 4, 1, 1)
    x = submission.keep(images)
    out = submission.normalization.group_norm(x, 1, np.ones(4), np.zeros(4))
    expected = (images - [[[[4]]], [[[6]]]]) / np.sqrt([[[[3.00001]]], [[[8.00001]]]])
    assert_matches(out, expected, "out of one group, where eps is not given", **FORWARD)
    _assert_unchanged(submission, x=(x, images))


def _forward(submission):
    parts = "out", "running_mean", "running_var", kept("cache")
    return submission.normalization.batch_norm2d_forward.returning(*parts)


def _assert_unchanged(submission, **arrays):
    """Every array, given as what is kept beside the submission and what it was, still is what it was."""
    for name, (array, before) in arrays.items():
        now = submission.fetch(array)
        assert_equal(now, before, f"{name} after the call", suspects={"your function wrote into it": now})
