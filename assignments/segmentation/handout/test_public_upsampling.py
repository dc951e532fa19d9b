"""Public checks of `upsampling.py`: small examples, worked by hand. Hidden ones try many more sizes and settings.

Beside the right answers stand some wrong ones, the suspects: what comes out when one thing goes wrong. If yours is
among them, the message says so.
"""

import torch
from torch.nn.functional import conv2d, conv_transpose2d, interpolate

from autograder.exam import assert_equal, assert_like, assert_matches, public, question

TWO = torch.tensor([1.0, 3, 3, 1]) / 4
THREE = torch.tensor([1.0, 2, 3, 2, 1]) / 3
WRONG_TWO = {
    "its middle is half a pixel too far up and to the left": torch.tensor([1.0, 2, 1, 0]) / 2,
    "its middle is half a pixel too far down and to the right": torch.tensor([0.0, 1, 2, 1]) / 2,
    "it goes down to 0 at the ends": torch.tensor([0.0, 2, 2, 0]) / 3,
    "each pixel is repeated: a box, not a tent": torch.tensor([0.0, 1, 1, 0]),
    "K is 2 * factor - 1, also for even factors": torch.tensor([1.0, 2, 1]) / 2,
}
WRONG_THREE = {
    "its middle is half a pixel too far up and to the left": torch.tensor([3.0, 5, 5, 3, 1]) / 6,
    "its middle is half a pixel too far down and to the right": torch.tensor([1.0, 3, 5, 5, 3]) / 6,
    "it goes down to 0 at the ends": torch.tensor([0.0, 1, 2, 1, 0]) / 2,
    "each pixel is repeated: a box, not a tent": torch.tensor([0.0, 1, 1, 1, 0]),
    "K is 2 * factor, also for odd factors": torch.tensor([1.0, 3, 5, 5, 3, 1]) / 6,
}


def square(tent):
    """The tent down times the tent across, for one channel."""
    return (tent[:, None] * tent)[None, None]


def suspects_of(tent, wrong_tents):
    """Kernels of other tents, and other kernels of this tent."""
    wrong = {
        "it adds up to 1: there is nothing to divide by": square(tent / tent.sum()),
        "the tents were averaged, not multiplied": (tent[:, None] + tent)[None, None] / 2,
        "the smaller of the two tents was taken": torch.minimum(tent[:, None], tent)[None, None],
        "the tent only goes across": tent.expand(1, 1, len(tent), -1),
        "it is 1 everywhere": square(torch.ones_like(tent)),
    }
    return wrong | {what: square(other) for what, other in wrong_tents.items()}


@question("linear_to_conv")
@public
def test_lays_out_the_weights(submission):
    """The picture in the docstring, and a second row; the layer slides over an image of 3 x 4 pixels."""
    linear_to_conv = submission.upsampling.linear_to_conv.returning("kernel", "bias")
    row = torch.arange(1.0, 13)
    rows, bias = torch.stack([row, row**2]), torch.tensor([0.5, -0.5])
    kernel, conv_bias = linear_to_conv(rows, bias, 2, 2, 3)
    first = torch.tensor([[[1.0, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]]])
    expected = torch.stack([first, first**2])
    columns = torch.tensor([[[1.0, 3, 5], [2, 4, 6]], [[7, 9, 11], [8, 10, 12]]])
    channels = torch.tensor([[[1.0, 3, 5], [7, 9, 11]], [[2, 4, 6], [8, 10, 12]]])
    suspects = {
        "the numbers go down the columns, not along the rows": torch.stack([columns, columns**2]),
        "channels come last: those of a pixel stand together": torch.stack([channels, channels**2]),
        "the kernel is turned by 180 degrees: conv2d does not flip": expected.flip(2, 3),
        "it was divided by the number of pixels": expected / 6,
        "the rows of weight were taken for its columns": rows.T.reshape(2, 2, 2, 3),
        "height and width are swapped": rows.reshape(2, 2, 3, 2),
    }
    assert_equal(kernel, expected, "kernel", suspects=suspects)
    assert_equal(conv_bias, bias, "bias", suspects={"the bias was left out": torch.zeros(2)})
    weight = submission.keep(rows)
    linear_to_conv(weight, bias, 2, 2, 3)
    now = submission.fetch(weight)
    assert_equal(now, rows, "weight after the call", suspects={"your function wrote into it": now})

    image = torch.arange(24.0).reshape(1, 2, 3, 4) - 12
    out = conv2d(image, kernel, conv_bias)
    assert_matches(out[0, 0], torch.tensor([[26.5, 104.5], [338.5, 416.5]]), "out of conv2d with it")
    kernel, _ = linear_to_conv(rows.double(), bias.double(), 12, 1, 1)
    assert_equal(kernel, rows.double().reshape(2, 12, 1, 1), "kernel for 12 channels of one pixel, float64")


@question("bilinear_kernel")
@public
def test_makes_tents(submission):
    """The tents of the docstring, for one channel and for two."""
    bilinear_kernel = submission.upsampling.bilinear_kernel
    expected = square(TWO)
    assert_matches(bilinear_kernel(1, 2), expected, "bilinear_kernel(1, 2)", suspects=suspects_of(TWO, WRONG_TWO))
    expected = square(THREE)
    assert_matches(bilinear_kernel(1, 3), expected, "bilinear_kernel(1, 3)", suspects=suspects_of(THREE, WRONG_THREE))
    assert_matches(bilinear_kernel(1, 1), torch.ones((1, 1, 1, 1)), "bilinear_kernel(1, 1)")
    expected = torch.zeros((2, 2, 4, 4))
    expected[0, 0] = expected[1, 1] = square(TWO)[0, 0]
    suspects = {
        "every channel goes to every channel: kernel[c, d] is 0 for c != d": square(TWO).expand(2, 2, -1, -1),
        "only the first channel has a kernel": torch.stack([expected[0], torch.zeros(2, 4, 4)]),
        "each channel goes to the other one": expected.flip(0),
    }
    assert_matches(bilinear_kernel(2, 2), expected, "bilinear_kernel(2, 2)", suspects=suspects)


@question("bilinear_kernel")
@public
def test_enlarges_a_row(submission):
    """What conv_transpose2d makes of the numbers 12 and 24 with it; of two channels; of a constant image."""
    bilinear_kernel = submission.upsampling.bilinear_kernel
    kernel = assert_like(bilinear_kernel(1, 2), torch.empty(1, 1, 4, 4), "bilinear_kernel(1, 2)")
    image = torch.tensor([[12.0, 24], [12, 24], [12, 24]]).reshape(1, 1, 3, 2)
    out = conv_transpose2d(image, kernel, stride=2, padding=1)
    assert_matches(out[0, 0, 2], torch.tensor([9.0, 15, 21, 18]), "the middle row of the picture, enlarged")
    kernel = assert_like(bilinear_kernel(2, 3), torch.empty(2, 2, 5, 5), "bilinear_kernel(2, 3)")
    image = (torch.arange(24.0) ** 2 % 7).reshape(1, 2, 3, 4)
    out = conv_transpose2d(image, kernel, stride=3, padding=1)[:, :, 3:-3, 3:-3]
    expected = interpolate(image, scale_factor=3, mode="bilinear", align_corners=False)[:, :, 3:-3, 3:-3]
    assert_matches(out, expected, "two channels, three times as large, inside")
    out = conv_transpose2d(torch.ones((1, 2, 3, 4)), kernel, stride=3, padding=1)[:, :, 3:-3, 3:-3]
    assert_matches(out, torch.ones_like(out), "a constant image, three times as large, inside")
