"""Public checks of `layers.py`: small examples, worked by hand. Hidden ones try many more sizes and settings.

Beside the right answers stand some wrong ones, the suspects: what comes out when one thing goes wrong. If yours is
among them, the message says so. After the small examples come batches with something of everything: several images,
channels and kernels, steps of two, pixels left over, negative numbers and halves.
"""

import math

import numpy as np

from autograder.exam import assert_equal, assert_matches, kept, public, question


def image(*rows):
    """One image of one channel, shape (1, 1, H, W)."""
    return np.array([[rows]], dtype=float)


IMAGE = image([1, 2, 0, 1], [0, 1, 3, 2], [2, 1, 0, 1])
KERNEL = image([1, 0, 2], [0, 3, -1])


def scrambled(*shape, start=0):
    """Whole numbers from -11 to 11 in no order that one sees, the same on every computer."""
    return (np.arange(start, start + math.prod(shape)) ** 3 % 23 - 11.0).reshape(shape)


IMAGES, KERNELS, BIASES = scrambled(2, 2, 2, 6) / 2, scrambled(3, 2, 2, 3, start=5), np.array([1.0, -2, 3])
DARK = scrambled(2, 3, 5, 7) - 12  # all negative


def assert_unchanged(submission, **arrays):
    """Every array, given as what is kept beside the submission and what it was, still is what it was."""
    for name, (array, before) in arrays.items():
        now = submission.fetch(array)
        assert_equal(now, before, f"{name} after the call", suspects={"your function wrote into it": now})


@question("output_size")
@public
def test_counts_places(submission):
    """Sizes that you can count on your fingers."""
    output_size = submission.layers.output_size
    steps = {"the steps from place to place were counted, not the places": 4}
    assert_equal(output_size(7, 3), 5, "output_size(7, 3)", suspects=steps)
    early = {"the 1 was added before the division": 2, "the stride was ignored": 5}
    assert_equal(output_size(7, 3, 2), 3, "output_size(7, 3, 2)", suspects=early)
    ceil = {"the size was rounded up: at the last place the kernel sticks out": 4}
    assert_equal(output_size(8, 3, 2), 3, "output_size(8, 3, 2)", suspects=ceil)  # one pixel is left over
    rounded = {"the size was rounded to the nearest number instead of down": 3}
    assert_equal(output_size(5, 2, 3, 1), 2, "output_size(5, 2, 3, 1)", suspects=rounded)
    one_sided = {"the padding was counted at one end only": 3, "the padding was ignored": 2}
    assert_equal(output_size(4, 3, padding=1), 4, "output_size(4, 3, padding=1)", suspects=one_sided)


@question("pad2d")
@public
def test_pads_the_example(submission):
    """The picture in the docstring, in all three modes; then a border of two pixels. x must stay the same."""
    x = image([1, 2, 3], [4, 5, 6])
    zero = image([0, 0, 0, 0, 0], [0, 1, 2, 3, 0], [0, 4, 5, 6, 0], [0, 0, 0, 0, 0])
    replicate = image([1, 1, 2, 3, 3], [1, 1, 2, 3, 3], [4, 4, 5, 6, 6], [4, 4, 5, 6, 6])
    reflect = image([5, 4, 5, 6, 5], [2, 1, 2, 3, 2], [5, 4, 5, 6, 5], [2, 1, 2, 3, 2])
    no_mode = {"the mode was ignored, and the border is zero": zero}
    as_tall = {"as many columns were taken as there are rows": replicate[..., [0, 1, 2, 2]]}
    no_corners = image([0, 1, 2, 3, 0], [1, 1, 2, 3, 3], [4, 4, 5, 6, 6], [0, 4, 5, 6, 0])
    corners = {"the corners were left at 0": no_corners}
    as_replicate = {"the pixel at the edge was repeated, as if the mirror stood beside it": replicate}
    pad2d = submission.layers.pad2d
    assert_equal(pad2d(x, 1), zero, "pad2d(x, 1)", suspects={"replicate was the default mode": replicate})
    assert_equal(pad2d(x, 1, "zero"), zero, 'pad2d(x, 1, "zero")')
    assert_equal(pad2d(x, 1, "replicate"), replicate, 'pad2d(x, 1, "replicate")', suspects=no_mode | as_tall | corners)
    assert_equal(pad2d(x, 1, "reflect"), reflect, 'pad2d(x, 1, "reflect")', suspects=no_mode | as_replicate)

    row = image([0.5, -2])
    x, none, wide = submission.keep(row), [0] * 6, [0.5, 0.5, 0.5, -2, -2, -2]
    assert_equal(pad2d(x, 2), image(none, none, [0, 0, 0.5, -2, 0, 0], none, none), "pad2d(x, 2)")
    assert_unchanged(submission, x=(x, row))
    assert_equal(pad2d(x, 2, "replicate"), image(wide, wide, wide, wide, wide), 'pad2d(x, 2, "replicate")')


@question("conv2d_forward")
@public
def test_slides_one_kernel(submission):
    """One image, one kernel: first the plain call, then with stride 2 and padding 1.

    The top left of the plain call: 1*1 + 0*2 + 2*0 + 0*0 + 3*1 - 1*3 + 0.5 = 1.5
    """
    forward = submission.layers.conv2d_forward.returning("out", kept("cache"))
    expected = image([1.5, 11.5], [9.5, 4.5])
    suspects = {
        "the kernel was flipped": image([8.5, 2.5], [7.5, 11.5]),
        "the rows of the kernel were taken for its columns": image([7.5, 13.5, 5.5]),
        "only a square of the kernel was used": image([4.5, 11.5, 6.5], [3.5, 1.5, 6.5]),
        "the width was computed from the height of the kernel": image([1.5, 11.5, 0], [9.5, 4.5, 0]),
        "the bias was not added": expected - 0.5,
    }
    out, _ = forward(IMAGE, KERNEL, np.array([0.5]))
    assert_matches(out, expected, "out", rtol=1e-7, atol=1e-9, suspects=suspects)

    expected = image([1.5, -0.5], [7.5, 4.5])
    suspects = {
        "the whole padding was put at the top and on the left": image([0.5, 0.5], [2.5, 1.5]),
        "the border was filled with the pixels at the edge, not with zeros": image([6.5, 3.5], [7.5, 4.5]),
        "the padding was ignored": image([1.5]),
    }
    out, _ = forward(IMAGE, KERNEL, np.array([0.5]), stride=2, padding=1)
    assert_matches(out, expected, "out with stride 2, padding 1", rtol=1e-7, atol=1e-9, suspects=suspects)


@question("conv2d_forward")
@public
def test_adds_up_the_channels(submission):
    """Two images of two channels, three kernels of one pixel each, three biases."""
    x = np.array([[[[1.0, 2]], [[3, 4]]], [[[5, 6]], [[7, 8]]]])  # (2, 2, 1, 2)
    w = np.array([[1.0, 0], [0, 1], [2, -1]]).reshape(3, 2, 1, 1)
    b = np.array([10.0, 20, 30])
    biases = b.reshape(3, 1, 1)
    expected = np.array([[[[11.0, 12]], [[23, 24]], [[29, 30]]], [[[15, 16]], [[27, 28]], [[33, 34]]]])
    swapped = [[[[14.0, 16]], [[26, 28]], [[27, 26]]], [[[22, 24]], [[34, 36]], [[23, 22]]]]
    suspects = {
        "the bias was not added": expected - biases,
        "every kernel got the first bias": expected - biases + b[0],
        "the biases were added along the width": expected - biases + b[:2],
        "the channels were added up before the product": x.sum(axis=1, keepdims=True) * [[[1]], [[1]], [[1]]] + biases,
        "the kernels were read as (C, F, KH, KW)": swapped,
        "the output was made as wide as it is tall": expected[..., :1],
    }
    forward = submission.layers.conv2d_forward.returning("out", kept("cache"))
    out, _ = forward(x, w, b)
    assert_matches(out, expected, "out", rtol=1e-7, atol=1e-9, suspects=suspects)


@question("conv2d_forward")
@public
def test_convolves_a_batch(submission):
    """Two images of two channels, three kernels of 2 x 3, stride 2, padding 1. x, w and b must stay the same."""
    forward = submission.layers.conv2d_forward.returning("out", kept("cache"))
    x, w, b = submission.keep(IMAGES), submission.keep(KERNELS), submission.keep(BIASES)
    out, _ = forward(x, w, b, stride=2, padding=1)
    first = [-55, -22.5, -16.5, 42, -31, 12, -107.5, -107, -75.5, -35, -20, -82, -4.5, -23.5, 44, -19, -24.5, -13]
    second = [-3, 57.5, -1, -6, 24, 40.5, -33, 50, 54, 41, -85, 40.5, -21, -25.5, -26, 46.5, -19, 38.5]
    assert_matches(out, np.reshape([first, second], (2, 3, 2, 3)), "out", rtol=1e-7, atol=1e-9)
    forward(x, KERNELS, BIASES)  # without padding
    assert_unchanged(submission, x=(x, IMAGES), w=(w, KERNELS), b=(b, BIASES))


@question("conv2d_backward")
@public
def test_sends_gradients_back(submission):
    """One image, one kernel: gradients with respect to image, kernel and bias.

    The top left pixel was seen by one window only, through the kernel's top left: dx = 1 * 1
    """
    forward = submission.layers.conv2d_forward.returning("out", kept("cache"))
    backward = submission.layers.conv2d_backward.returning("dx", "dw", "db")
    _, cache = forward(IMAGE, KERNEL, np.array([0.5]))
    dx, dw, db = backward(image([1, 2], [0, -1]), cache)

    expected_dx = image([1, 2, 2, 4], [0, 2, 5, -4], [0, 0, -3, 1])
    expected_dw = image([4, -1, 0], [1, 7, 6])
    suspects = {
        "dw was returned before dx": expected_dw,
        "the kernel was flipped": image([-1, 1, 6, 0], [2, 5, -2, 2], [0, -2, 0, -1]),
        "dout was turned by 180 degrees": image([-1, 0, -2, 0], [2, -2, 5, 2], [0, 6, 1, -1]),
        "height and width of dout were swapped": image([1, 0, 2, 0], [2, 2, 3, -2], [0, 6, -5, 1]),
        "dout was averaged": image([0.5, 0.5, 1, 1], [0.5, 2, 2, 0.5], [0, 1.5, 1, -0.5]),
        "what arrives at a pixel was overwritten, not added up": image([1, 2, 0, 4], [0, -1, 0, -2], [0, 0, -3, 1]),
        "what arrives at a pixel was averaged": image([1, 1, 1, 4], [0, 0.5, 1.25, -2], [0, 0, -1.5, 1]),
    }
    assert_matches(dx, expected_dx, "dx", rtol=1e-6, atol=1e-8, suspects=suspects)
    suspects = {
        "dw was flipped": expected_dw[..., ::-1, ::-1],
        "dout was turned by 180 degrees": image([0, 3, 8], [5, 1, -2]),
        "height and width of dout were swapped": image([0, 1, 4], [3, 3, 2]),
        "dout was averaged": image([2, 3, 3], [2, 2.5, 3]),
        "dw was averaged over the pixels of dout": expected_dw / 4,
    }
    assert_matches(dw, expected_dw, "dw", rtol=1e-6, atol=1e-8, suspects=suspects)
    averaged = {"db was averaged instead of added up": np.array([0.5])}
    assert_matches(db, np.array([2.0]), "db", rtol=1e-6, atol=1e-8, suspects=averaged)


@question("conv2d_backward")
@public
def test_sends_gradients_back_to_a_batch(submission):
    """The same batch; pixels that no window saw; then the batch again. x, w and dout must stay the same."""
    forward = submission.layers.conv2d_forward.returning("out", kept("cache"))
    backward = submission.layers.conv2d_backward.returning("dx", "dw", "db")
    gradients = scrambled(2, 3, 2, 3, start=9)
    x, w, dout = submission.keep(IMAGES), submission.keep(KERNELS), submission.keep(gradients)
    _, cache = forward(x, w, BIASES, stride=2, padding=1)
    _, other = forward(IMAGE, KERNEL, np.array([0.5]), stride=2)
    x_before, w_before = submission.fetch(x), submission.fetch(w)

    _assert_gradients_of_the_batch(backward(dout, cache), "")
    assert_unchanged(submission, x=(x, x_before), w=(w, w_before), dout=(dout, gradients))
    dx, dw, _ = backward(image([2]), other)
    assert_matches(dx, image([2, 0, 4, 0], [0, 6, -2, 0], [0, 0, 0, 0]), "dx, stride=2", rtol=1e-6, atol=1e-8)
    assert_matches(dw, image([2, 4, 0], [0, 2, 6]), "dw, stride=2", rtol=1e-6, atol=1e-8)
    _assert_gradients_of_the_batch(backward(dout, cache), ", the second time")


def _assert_gradients_of_the_batch(actual, when):
    dx = [
        [[49, 85, -36, -76, 57, -66], [-80, -55, -44, 103, -46, -53]],
        [[36, 90, -162, -81, 174, -117], [34, 125, 49, -37, -55, 0]],
        [[35, 11, 31, 82, -42, -70], [-78, 101, 82, -61, 42, -6]],
        [[123, -131, 30, 85, -86, 32], [-96, -34, 88, -78, -96, -29]],
    ]
    dw = [
        [[[7.5, 65.5, -100.5], [-37, -26.5, -41.5]], [[-3.5, -93.5, 35.5], [38, -63, 4.5]]],
        [[[0, 35, 4.5], [-7, -36.5, 39.5]], [[51, -22, -110], [22.5, -4.5, -68]]],
        [[[-52.5, 25.5, -90], [-14, -43.5, -31]], [[49, -48.5, 62.5], [-42.5, 19, 25]]],
    ]
    db = np.array([17.0, 8, -14])
    suspects = {"db was averaged over the images": db / 2, "db was added up over the kernels, too": [11, 11, 11]}
    expected = np.reshape(dx, IMAGES.shape).astype(float), np.array(dw), db
    for name, mine, right in zip(("dx", "dw", "db"), actual, expected, strict=True):
        assert_matches(mine, right, f"{name}{when}", rtol=1e-6, atol=1e-8, suspects=suspects)


@question("max_pool2d_forward")
@public
def test_pools_by_hand(submission):
    """The picture in the docstring, then windows that overlap; then two dark images. x must stay the same."""
    x = image([1, 5, 2, 0, 9], [3, 4, 7, 7, 1], [8, 0, 1, 6, 3], [2, 2, 6, 5, 4])
    forward = submission.layers.max_pool2d_forward.returning("out", kept("cache"))
    out, _ = forward(x, kernel=(2, 2), stride=2)
    suspects = {
        "the last pixel of each window was taken": image([4, 7], [2, 5]),
        "the first pixel of each window was taken": image([1, 2], [8, 1]),
        "each window was averaged": image([3.25, 4], [3, 4.5]),
    }
    assert_equal(out, image([5, 7], [8, 6]), "out", suspects=suspects)

    out, _ = forward(x, kernel=(2, 3), stride=1)
    suspects = {
        "the rows of the window were taken for its columns": image([8, 7, 7, 9], [8, 7, 7, 7]),
        "the stride was taken to be the size of the window": image([7], [8]),
        "only a square of the window was used": image([5, 7, 7, 9], [8, 7, 7, 7], [8, 6, 6, 6]),
    }
    assert_equal(out, image([7, 7, 9], [8, 7, 7], [8, 6, 6]), "out with windows of 2 x 3", suspects=suspects)

    x = submission.keep(DARK)
    out, _ = forward(x, kernel=(2, 3), stride=2)
    first = [[[-2, -3, -3], [-1, -9, -4]], [[-4, -1, -9], [-3, -2, -2]], [[-7, -3, -2], [-1, -9, -4]]]
    second = [[[-1, -1, -9], [-3, -2, -6]], [[-3, -3, -2], [-9, -4, -1]], [[-1, -9, -4], [-2, -2, -3]]]
    suspects = {"the search for the largest started from 0": np.zeros((2, 3, 2, 3))}
    assert_equal(out, np.array([first, second], dtype=float), "out", suspects=suspects)
    assert_unchanged(submission, x=(x, DARK))


@question("max_pool2d_backward")
@public
def test_rewards_the_largest(submission):
    """Windows that overlap: what arrives at a pixel adds up, and the first of several equal ones gets it."""
    forward = submission.layers.max_pool2d_forward.returning("out", kept("cache"))
    backward = submission.layers.max_pool2d_backward
    _, cache = forward(image([1, 5, 2], [7, 3, 4]), kernel=(2, 2), stride=1)
    unequal = image([0, 3, 0], [10, 0, 0])  # first, so that no other mistake is taken for one about equal pixels
    suspects = {
        "the gradient was spread over the whole window": image([2.5, 3.25, 0.75], [2.5, 3.25, 0.75]),
        "dout was ignored: each winner counts 1": image([0, 1, 0], [1, 0, 0]),
        "places in the window were taken for places in the image": image([3, 0, 10], [0, 0, 0]),
        "the windows were placed as if they did not overlap": image([0, 0, 3], [10, 0, 0]),
    }
    dx = backward(image([10, 3]), cache)
    assert_matches(dx, unequal, "dx without equal pixels", rtol=1e-6, atol=1e-8, suspects=suspects)
    x = image([1, 5, 2], [5, 5, 4])
    _, cache = forward(x, kernel=(2, 2), stride=1)
    dx = backward(image([10, 3]), cache)
    suspects = {
        "the last of several equal pixels got the gradient": image([0, 0, 0], [0, 13, 0]),
        "the first of several equal pixels was taken column by column": image([0, 3, 0], [10, 0, 0]),
        "each of several equal pixels got the whole gradient": image([0, 13, 0], [10, 13, 0]),
        "several equal pixels shared the gradient": image([0, 10 / 3 + 1.5, 0], [10 / 3, 10 / 3 + 1.5, 0]),
        "the last gradient overwrote others where a pixel won twice": image([0, 3, 0], [0, 0, 0]),
        "the first gradient was kept where a pixel won twice": image([0, 10, 0], [0, 0, 0]),
    }
    assert_matches(dx, image([0, 13, 0], [0, 0, 0]), "dx", rtol=1e-6, atol=1e-8, suspects=suspects)


@question("max_pool2d_backward")
@public
def test_rewards_the_largest_of_a_batch(submission):
    """The dark images of the check above, twice, with another call between. x and dout must stay the same."""
    forward = submission.layers.max_pool2d_forward.returning("out", kept("cache"))
    backward, gradients = submission.layers.max_pool2d_backward, scrambled(2, 3, 2, 3, start=4)
    x, dout = submission.keep(DARK), submission.keep(gradients)
    _, cache = forward(x, kernel=(2, 3), stride=2)
    _, other = forward(IMAGE, kernel=(2, 2), stride=1)
    x_before = submission.fetch(x)

    winners = [7, 11, 17, 20, 22, 40, 45, 53, 57, 76, 78, 80, 86, 89]  # pixels, counted through the whole batch
    winners += [91, 109, 122, 126, 130, 145, 149, 155, 158, 178, 181, 183, 191, 195]
    expected = np.zeros(DARK.shape)
    expected.flat[winners[:14]] = [7, -3, -5, 5, 10, -8, 9, 2, 1, 2, -9, 3, 8, 4]
    expected.flat[winners[14:]] = [-6, -10, -7, -3, 7, 10, -3, -5, 5, -8, 1, 9, 2, -9]
    assert_matches(backward(dout, cache), expected, "dx", rtol=1e-6, atol=1e-8)
    assert_unchanged(submission, x=(x, x_before), dout=(dout, gradients))
    dx = backward(image([1, 2, 3], [4, 5, 6]), other)
    assert_matches(dx, image([0, 1, 0, 0], [0, 0, 16, 0], [4, 0, 0, 0]), "dx, stride=1", rtol=1e-6, atol=1e-8)
    assert_matches(backward(dout, cache), expected, "dx, the second time", rtol=1e-6, atol=1e-8)
