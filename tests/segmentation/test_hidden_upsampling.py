"""Hidden checks of `upsampling.py`. Students see their titles and, where one fails, its hint."""

import torch
from torch.nn.functional import conv2d, conv_transpose2d

from autograder.exam import assert_equal, assert_like, assert_matches, cases, growing, hidden, kept, question

from .cases import upsampling as make
from .oracles import upsampling as oracles


@question("linear_to_conv")
@hidden(hint="Let weight be torch.arange(24.0).reshape(1, 24), channels 2, height 3, width 4: how do the numbers lie?")
@cases(make.linear_cases)
def test_slides_a_linear_layer(submission, case):
    """Larger images than the layer was made for; weight and bias are the same after the call."""
    weight, bias = submission.keep(case.weight), submission.keep(case.bias)
    kernel, conv_bias = submission.upsampling.linear_to_conv.returning("kernel", "bias")(weight, bias, *case.shape)
    assert_like(kernel, case.weight.reshape(-1, *case.shape), "kernel")
    assert_equal(conv_bias, case.bias, "bias")
    out = conv2d(case.large, kernel, conv_bias)
    assert_matches(out, oracles.classified(case), "out of the convolution")
    assert_equal(submission.fetch(weight), case.weight, "weight after the call")
    assert_equal(submission.fetch(bias), case.bias, "bias after the call")


@question("bilinear_kernel")
@hidden(hint="Print the kernel for factors 1 to 4 and one channel: K = 2f - f % 2 pixels, the same from both ends.")
@cases(make.enlarge_cases)
def test_is_the_kernel_of_the_paper(submission, case):
    """Odd and even factors, one to five channels."""
    kernel = submission.upsampling.bilinear_kernel(case.images.shape[1], case.factor)
    assert_matches(kernel, oracles.kernel(case), "kernel")


@question("bilinear_kernel")
@hidden(hint="Put it into conv_transpose2d: does a constant image stay constant inside, and is the rest bilinear?")
@cases(make.enlarge_cases)
def test_enlarges_like_torch(submission, case):
    """What a transposed convolution makes with it: bilinear inside, constants stay constant."""
    f, channels = case.factor, case.images.shape[1]
    size, padding = 2 * f - f % 2, (f - 1 + 1) // 2
    kernel = submission.upsampling.bilinear_kernel(channels, f)
    assert_like(kernel, torch.empty(channels, channels, size, size), "kernel")
    out = conv_transpose2d(case.images, kernel, stride=f, padding=padding)
    border = slice(f, -f)
    inside = (slice(None), slice(None), border, border)
    assert_matches(out[inside], oracles.enlarged(case)[inside], "out, inside")
    flat = conv_transpose2d(torch.full_like(case.images, 3.0), kernel, stride=f, padding=padding)[inside]
    assert_matches(flat, torch.full_like(flat, 3.0), "out of a constant image, inside")


@growing("linear_to_conv", out=(1, 13, 300), C=(1, 13, 300), H=(1, 13, 300), W=(1, 13))
def bend(submission, rng, out, C, H, W):
    weight, bias = torch.from_numpy(rng.standard_normal((out, C * H * W))), torch.from_numpy(rng.standard_normal(out))
    submission.upsampling.linear_to_conv.returning(kept("kernel"), kept("bias"))(weight, bias, C, H, W)
