"""Public checks of `general.py`: small examples, worked by hand. Hidden ones try many more sizes and settings.

Beside the right answers stand some wrong ones, the suspects: what comes out when one thing goes wrong. If yours is
among them, the message says so. After the small examples comes a batch with something of everything.
"""

import math

import numpy as np

from autograder.exam import assert_equal, assert_matches, kept, public, question


def image(*rows):
    """One image of one channel, shape (1, 1, H, W)."""
    return np.array([[rows]], dtype=float)


def pixels(*channels):
    """One image whose channels have a single row each, shape (1, C, 1, W)."""
    return np.array([[[row] for row in channels]], dtype=float)


def scrambled(*shape, start=0):
    """Whole numbers from -11 to 11 in no order that one sees, the same on every computer."""
    return (np.arange(start, start + math.prod(shape)) ** 3 % 23 - 11.0).reshape(shape)


IMAGE, KERNEL, BIAS = image([1, 2, 0, 1], [0, 1, 3, 2], [2, 1, 0, 1]), image([1, 2], [3, -1]), np.array([0.5])
FOUR_CHANNELS, FOUR_BIASES = pixels([1, 2], [3, 4], [5, 6], [7, 8]), np.array([10.0, 20, 30, 40])
FOUR_KERNELS = np.array([[1.0, 2], [0, -1], [3, 1], [1, 0]]).reshape(4, 2, 1, 1)
IMAGES, KERNELS, BIASES = scrambled(2, 4, 2, 5) / 2, scrambled(4, 2, 2, 3, start=5), np.array([1.0, -2, 3, 0])
FORWARD, GRADIENT = {"rtol": 1e-7, "atol": 1e-9}, {"rtol": 1e-6, "atol": 1e-8}


@question("conv2d_general_forward")
@public
def test_pulls_the_kernel_apart(submission):
    """The picture in the docstring; then with stride 2 and padding 1; then with dilation 3.

    The top left of the picture: 1*1 + 2*0 + 3*2 - 1*0 + 0.5 = 7.5
    """
    forward = submission.general.conv2d_general_forward.returning("out", kept("cache"))
    out, _ = forward(IMAGE, KERNEL, BIAS, dilation=2)
    suspects = {
        "the dilation was ignored": image([4.5, 2.5, 9.5], [7.5, 10.5, 6.5]),
        "the kernel was pulled apart down only, not across": image([10.5, 5.5, 1.5]),
        "the kernel was pulled apart across only, not down": image([-1.5, 5.5], [12.5, 7.5]),
        "the kernel was flipped": image([3.5, 4.5]),
        "the bias was not added": image([7, 6]),
    }
    assert_matches(out, image([7.5, 6.5]), "out", **FORWARD, suspects=suspects)

    out, _ = forward(IMAGE, KERNEL, BIAS, stride=2, padding=1, dilation=2)
    suspects = {
        "the padding was multiplied by the dilation": image([-0.5, 3.5, 0.5], [0.5, 7.5, 0.5], [4.5, 2.5, 0.5]),
        "the stride was ignored": image([-0.5, -2.5, 1.5, 9.5], [3.5, 7.5, 6.5, 0.5], [2.5, 6.5, 5.5, 3.5]),
    }
    expected = image([-0.5, 1.5], [2.5, 5.5])
    assert_matches(out, expected, "out with stride 2, padding 1, dilation 2", **FORWARD, suspects=suspects)

    out, _ = forward(IMAGE, KERNEL, BIAS, padding=1, dilation=3)
    expected = image([0.5, 5.5, 3.5], [0.5, 3.5, 2.5])
    assert_matches(out, expected, "out with padding 1, dilation 3", **FORWARD)


@question("conv2d_general_forward")
@public
def test_keeps_groups_apart(submission):
    """Four channels, four kernels of one pixel: in two groups; then two channels with two kernels for each.

    The first kernel, 1 and 2, sees the channels 1 2 and 3 4: 1*1 + 2*3 + 10 = 17 and 1*2 + 2*4 + 10 = 20
    """
    forward = submission.general.conv2d_general_forward.returning("out", kept("cache"))
    out, _ = forward(FOUR_CHANNELS, FOUR_KERNELS, FOUR_BIASES, groups=2)
    suspects = {
        "channels were dealt out to the groups in turn": pixels([21, 24], [15, 14], [46, 50], [43, 44]),
        "kernels were dealt out to the groups in turn": pixels([17, 20], [13, 12], [36, 40], [45, 46]),
        "all kernels saw the channels of the first group": pixels([17, 20], [17, 16], [36, 40], [41, 42]),
        "each group got the kernels of the other one": pixels([16, 20], [21, 22], [49, 52], [33, 32]),
        "all kernels saw all channels": pixels([36, 42], [10, 8], [58, 66], [46, 48]),
    }
    assert_matches(out, pixels([17, 20], [17, 16], [52, 56], [45, 46]), "out", **FORWARD, suspects=suspects)

    w, none = np.array([1.0, 2, -1, 0.5]).reshape(4, 1, 1, 1), np.zeros(4)
    out, _ = forward(FOUR_CHANNELS[:, :2], w, none, groups=2)
    suspects = {"kernels were dealt out to the channels in turn": pixels([1, 2], [6, 8], [-1, -2], [1.5, 2])}
    expected = pixels([1, 2], [2, 4], [-3, -4], [1.5, 2])
    assert_matches(out, expected, "out with a group for each channel", **FORWARD, suspects=suspects)


@question("conv2d_general_forward")
@public
def test_convolves_a_batch_in_groups(submission):
    """Two images of four channels, four kernels of 2 x 3 in two groups, dilation 2. x, w and b must stay the same."""
    forward = submission.general.conv2d_general_forward.returning("out", kept("cache"))
    x, w, b = submission.keep(IMAGES), submission.keep(KERNELS), submission.keep(BIASES)
    out, _ = forward(x, w, b, padding=1, dilation=2, groups=2)
    first = [-40, 52.5, 17.5, -59.5, 74.5, 49.5, -66, 34, 18.5, -37.5, 3.5, -78.5]
    first += [3, -33, -38.5, 48, 19.5, -36, -39.5, 26.5, -19, -48.5, -154, 62]
    second = [9.5, -39, -3, 48, 62.5, -52.5, -36.5, -3, -80, -34, -36.5, -35.5]
    second += [15, -45, 30.5, 10, -4.5, 27.5, -26.5, 66, 109, -26, 95, 1.5]
    assert_matches(out, np.reshape([first, second], (2, 4, 2, 3)), "out", **FORWARD)
    forward(x, KERNELS[:, :, :, :1], BIASES, groups=2)  # without padding
    _assert_unchanged(submission, x=(x, IMAGES), w=(w, KERNELS), b=(b, BIASES))


@question("conv2d_general_backward")
@public
def test_sends_gradients_through_the_holes(submission):
    """The picture in the docstring; then with stride 2 and padding 1; then with dilation 3."""
    forward = submission.general.conv2d_general_forward.returning("out", kept("cache"))
    backward = submission.general.conv2d_general_backward.returning("dx", "dw", "db")
    _, cache = forward(IMAGE, KERNEL, BIAS, dilation=2)
    dx, dw, db = backward(image([1, 2]), cache)
    expected_dx, expected_dw = image([1, 2, 2, 4], [0, 0, 0, 0], [3, 6, -1, -2]), image([5, 2], [4, 2])
    suspects = {
        "the dilation was ignored": image([1, 4, 4, 0], [3, 5, -2, 0], [0, 0, 0, 0]),
        "the kernel was flipped": image([-1, -2, 3, 6], [0, 0, 0, 0], [2, 4, 1, 2]),
        "dw was returned before dx": expected_dw,
    }
    assert_matches(dx, expected_dx, "dx", **GRADIENT, suspects=suspects)
    suspects = {"the dilation was ignored": image([5, 2], [2, 7]), "dw was flipped": image([2, 4], [2, 5])}
    assert_matches(dw, expected_dw, "dw", **GRADIENT, suspects=suspects)
    assert_matches(db, np.array([3.0]), "db", **GRADIENT)

    _, cache = forward(IMAGE, KERNEL, BIAS, stride=2, padding=1, dilation=2)
    dx, dw, _ = backward(image([1, 2], [0, -1]), cache)
    none = [0, 0, 0, 0]
    assert_matches(dx, image(none, [0, 4, 0, -4], none), "dx with stride 2, padding 1, dilation 2", **GRADIENT)
    assert_matches(dw, image([-1, -2], [2, 5]), "dw with stride 2, padding 1, dilation 2", **GRADIENT)

    _, cache = forward(IMAGE, KERNEL, BIAS, padding=1, dilation=3)
    dx, dw, _ = backward(image([1, 2, 0], [0, -1, 3]), cache)
    assert_matches(dx, image([-1, 3, 0, -2], none, [6, 0, -1, -2]), "dx with padding 1, dilation 3", **GRADIENT)
    assert_matches(dw, image([5, -1], [4, 2]), "dw with padding 1, dilation 3", **GRADIENT)


@question("conv2d_general_backward")
@public
def test_sends_gradients_to_their_group(submission):
    """The four channels and kernels of the check above, in two groups.

    Channel 0 was seen by the kernels 1 2 and 0 -1, so its first pixel gets 1 * dout[0] + 0 * dout[1] = 1
    """
    forward = submission.general.conv2d_general_forward.returning("out", kept("cache"))
    backward = submission.general.conv2d_general_backward.returning("dx", "dw", "db")
    _, cache = forward(FOUR_CHANNELS, FOUR_KERNELS, FOUR_BIASES, groups=2)
    dx, dw, db = backward(pixels([1, 0], [0, 1], [2, 0], [-1, 3]), cache)
    suspects = {
        "only the first group got a gradient": pixels([1, 0], [2, -1], [0, 0], [0, 0]),
        "channels were dealt out to the groups in turn": pixels([1, 0], [5, 3], [2, -1], [2, 0]),
        "each group got the gradients of the other one": pixels([5, 3], [2, 0], [1, 0], [2, -1]),
        "all channels got gradients from all groups": pixels([6, 3], [4, -1], [6, 3], [4, -1]),
    }
    assert_matches(dx, pixels([1, 0], [2, -1], [5, 3], [2, 0]), "dx", **GRADIENT, suspects=suspects)
    suspects = {
        "all kernels saw the channels of the first group": _weights([1, 3], [2, 4], [2, 6], [5, 9]),
        "channels were dealt out to the groups in turn": _weights([1, 5], [2, 6], [6, 14], [9, 17]),
    }
    assert_matches(dw, _weights([1, 3], [2, 4], [10, 14], [13, 17]), "dw", **GRADIENT, suspects=suspects)
    assert_matches(db, np.array([1.0, 1, 2, 2]), "db", **GRADIENT)


@question("conv2d_general_backward")
@public
def test_sends_gradients_back_to_a_batch_in_groups(submission):
    """The batch of the check above, twice, with another call between. x, w and dout must stay the same."""
    forward = submission.general.conv2d_general_forward.returning("out", kept("cache"))
    backward = submission.general.conv2d_general_backward.returning("dx", "dw", "db")
    gradients = scrambled(2, 4, 2, 3, start=9)
    x, w, dout = submission.keep(IMAGES), submission.keep(KERNELS), submission.keep(gradients)
    _, cache = forward(x, w, BIASES, padding=1, dilation=2, groups=2)
    _, other = forward(FOUR_CHANNELS, FOUR_KERNELS, FOUR_BIASES, groups=2)
    x_before, w_before = submission.fetch(x), submission.fetch(w)

    _assert_gradients_of_the_batch(backward(dout, cache), "")
    _assert_unchanged(submission, x=(x, x_before), w=(w, w_before), dout=(dout, gradients))
    backward(pixels([1, 0], [0, 1], [2, 0], [-1, 3]), other)
    _assert_gradients_of_the_batch(backward(dout, cache), ", the second time")


def _weights(*kernels):
    return np.reshape(kernels, (4, 2, 1, 1)).astype(float)


def _assert_gradients_of_the_batch(actual, when):
    first = [[-19, 48, -14, -68, 46, -72, 28, -36, 123, -99], [75, -80, 52, -62, 19, 63, 15, -63, 24, 9]]
    first += [[-4, -136, 0, 30, -25, 51, 14, -11, -63, 110], [74, -34, 12, -52, 47, 59, -123, -98, 99, 35]]
    second = [[28, -8, 24, 42, -88, -21, 20, 57, -131, 33], [-124, 62, -48, -69, -28, -57, -45, 75, -25, -84]]
    second += [[24, -14, -100, 45, 75, -63, -21, -22, 220, -77], [6, -44, -22, 54, -7, -80, -88, 101, 115, -29]]
    dw = [[14.5, 89.5, 27.5, 84.5, -60.5, -44], [-35, -8.5, 9, -18, 59, 9.5], [9, -43, -36, 7, -27, -34.5]]
    dw += [[62, 52, -37, -33, -32, 70.5], [9, 35, 58.5, 15, -3, 108], [27, 71, -20.5, -88.5, 4.5, -10]]
    dw += [[-20, -72.5, -32.5, 54.5, 20, 3], [-62.5, -47.5, -42.5, 55, 24.5, 23]]
    dx = np.reshape([first, second], IMAGES.shape).astype(float)
    expected = dx, np.reshape(dw, KERNELS.shape), np.array([7.0, 6, -29, 21])
    for name, mine, right in zip(("dx", "dw", "db"), actual, expected, strict=True):
        assert_matches(mine, right, f"{name}{when}", **GRADIENT)


def _assert_unchanged(submission, **arrays):
    """Every array, given as what is kept beside the submission and what it was, still is what it was."""
    for name, (array, before) in arrays.items():
        now = submission.fetch(array)
        assert_equal(now, before, f"{name} after the call", suspects={"your function wrote into it": now})
