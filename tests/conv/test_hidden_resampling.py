"""Hidden checks of `resampling`. Students see their titles and, where one fails, its hint."""

import numpy as np

from autograder.exam import assert_equal, assert_like, assert_matches, cases, growing, hidden, kept, question

from .cases import resampling as make
from .cases.layers import pool_cases, pooling_pairs
from .oracles import resampling as oracles

FORWARD = {"rtol": 1e-7, "atol": 1e-9}
GRADIENT = {"rtol": 1e-6, "atol": 1e-8}


@question("avg_pool2d_forward")
@hidden(hint="Try 7 x 9 pixels, windows of 2 x 3, strides 1, 2 and 3. Is x the same after the call?")
@cases(make.averaging_cases)
def test_averages_like_torch(submission, case):
    """Windows that overlap, touch or leave gaps; pixels left over; images must stay as they were."""
    inputs = {"x": case.x}
    sent = _keep(submission, inputs)
    out, _ = _pool(submission, sent["x"], case)
    assert_matches(out, oracles.averaged(case), "out", **FORWARD)
    _assert_unchanged(submission, sent, inputs)


@question("avg_pool2d_backward")
@hidden(hint="Let dout be zero but for a single 1: which pixels of a 7 x 9 image get a gradient? Then add up windows.")
@cases(pool_cases)
def test_every_pixel_gets_its_shares(submission, case):
    """Windows that overlap, touch or leave gaps; pixels left over."""
    _, cache = _pool(submission, case.x, case)
    dx = submission.resampling.avg_pool2d_backward(case.dout, cache)
    assert_matches(dx, oracles.averaged_gradient(case), "dx", **GRADIENT)


@question("avg_pool2d_backward")
@hidden(hint="Call forward twice, then backward with the first cache, twice. Are x and dout the same afterwards?")
@cases(pooling_pairs)
def test_each_pooling_stands_alone(submission, case):
    """Gradients of an earlier call, and the same ones again; images and gradients must stay as they were."""
    first, second = case.first, case.second
    backward = submission.resampling.avg_pool2d_backward
    inputs = {"x": first.x, "dout": first.dout}
    sent = _keep(submission, inputs)
    _, cache = _pool(submission, sent["x"], first)
    _, other = _pool(submission, second.x, second)
    before = _fetch_like(submission, sent, inputs)
    assert_matches(backward(sent["dout"], cache), oracles.averaged_gradient(first), "dx", **GRADIENT)
    assert_matches(backward(second.dout, other), oracles.averaged_gradient(second), "dx", **GRADIENT)
    assert_matches(backward(sent["dout"], cache), oracles.averaged_gradient(first), "dx", **GRADIENT)
    _assert_unchanged(submission, sent, before)


@question("conv_transpose2d_forward")
@hidden(hint="Try 2 channels, 3 kernels of 3 x 2, stride 2, padding 1, x wider than tall. Are x, w, b as before?")
@cases(make.transposed_cases)
def test_prints_like_torch(submission, case):
    """Rectangular images and kernels, strides 1 to 3, paddings 0 to 2; inputs must stay as they were."""
    inputs = {"x": case.x, "w": case.w, "b": case.b}
    sent = _keep(submission, inputs)
    out, _ = _transpose(submission, case, **sent)
    assert_matches(out, oracles.transposed(case), "out", **FORWARD)
    _assert_unchanged(submission, sent, inputs)


@question("conv_transpose2d_forward")
@hidden(hint="Try a single pixel, a 1 x 1 kernel at stride 3; then (out * y).sum() is (x * convolution of y).sum().")
@cases(make.transposed_edge_cases)
def test_is_the_transpose_of_convolution(submission, case):
    """One of everything, gaps between prints, large cuts; and the identity that gives the operation its name."""
    out, _ = _transpose(submission, case)
    assert_matches(out, oracles.transposed_by_definition(case), "out", **FORWARD)
    out, _ = _transpose(submission, case, b=np.zeros_like(case.b))
    here = assert_like(out, case.dout, "out") * case.dout
    there = case.x * oracles.convolved_back(case)
    sums = np.array([here.sum(), there.sum()]) / abs(there).sum()
    assert_matches(sums[:1], sums[1:], "(out * dout).sum()", rtol=0, atol=1e-10)


@question("conv_transpose2d_backward")
@hidden(hint="Compare with central differences of (out * dout).sum(): stride 2, padding 0 and 1, H not equal W.")
@cases(make.transposed_cases)
def test_listens_like_torch(submission, case):
    """Rectangular images and kernels, strides 1 to 3, paddings 0 to 2."""
    _, cache = _transpose(submission, case)
    _check_gradients(_listen(submission, case.dout, cache), case)


@question("conv_transpose2d_backward")
@hidden(hint="Call forward twice, then backward with the first cache, twice. Are x, w and dout the same afterwards?")
@cases(make.transposed_pairs)
def test_each_cache_stands_alone(submission, case):
    """Gradients of an earlier call, and the same ones again; images, kernels and gradients must stay as they were."""
    first, second = case.first, case.second
    inputs = {"x": first.x, "w": first.w, "dout": first.dout}
    sent = _keep(submission, inputs)
    _, cache = _transpose(submission, first, x=sent["x"], w=sent["w"])
    _, other = _transpose(submission, second)
    before = _fetch_like(submission, sent, inputs)
    _check_gradients(_listen(submission, sent["dout"], cache), first)
    _check_gradients(_listen(submission, second.dout, other), second)
    _check_gradients(_listen(submission, sent["dout"], cache), first)
    _assert_unchanged(submission, sent, before)


@question("max_unpool2d")
@hidden(hint="Try two images of three channels, negative pixels, H not equal W. Are x and indices as before?")
@cases(make.unpool_cases)
def test_unpools_like_torch(submission, case):
    """Positions in any order, each once or again and again; inputs must stay as they were."""
    inputs = {"x": case.x, "indices": case.indices}
    sent = _keep(submission, inputs)
    out = submission.resampling.max_unpool2d(sent["x"], sent["indices"], case.size)
    assert_equal(out, oracles.unpooled(case), "out")
    _assert_unchanged(submission, sent, inputs)


@question("upsample_nearest")
@hidden(hint="Try factors 1 to 4 with two images of three channels, H not equal W. Is x the same after the call?")
@cases(make.scale_cases)
def test_makes_blocks_like_torch(submission, case):
    """All factors, on images that are not square; they must stay as they were."""
    inputs = {"x": case.x}
    sent = _keep(submission, inputs)
    assert_equal(submission.resampling.upsample_nearest(sent["x"], case.factor), oracles.blocks(case), "out")
    _assert_unchanged(submission, sent, inputs)


@question("bed_of_nails")
@hidden(hint="Try factors 1 to 4 with two images of three channels, H not equal W. Is x the same after the call?")
@cases(make.scale_cases)
def test_puts_every_nail(submission, case):
    """All factors, on images that are not square; they must stay as they were."""
    inputs = {"x": case.x}
    sent = _keep(submission, inputs)
    assert_equal(submission.resampling.bed_of_nails(sent["x"], case.factor), oracles.nails(case), "out")
    _assert_unchanged(submission, sent, inputs)


@question("upsample_bilinear")
@hidden(hint="Print the positions s for 5 pixels and 8 samples, then 8 pixels and 5 samples. Is x as before?")
@cases(make.resize_cases)
def test_resizes_like_torch(submission, case):
    """Larger and smaller, in both conventions; images must stay as they were."""
    inputs = {"x": case.x}
    sent = _keep(submission, inputs)
    assert_matches(_resize(submission, sent["x"], case), oracles.resized(case), "out", **FORWARD)
    _assert_unchanged(submission, sent, inputs)


@question("upsample_bilinear")
@hidden(hint="Try one pixel, one sample, and an image that rises in a straight line: how small, how large may s be?")
@cases(make.resize_edge_cases)
def test_resizes_single_pixels_and_ramps(submission, case):
    """One pixel or one sample along a side, in both conventions; straight lines stay straight."""
    out = _resize(submission, case.x, case)
    assert_matches(out, oracles.resized_by_definition(case), "out", **FORWARD)
    out = _resize(submission, oracles.ramp(case), case)
    assert_matches(out, oracles.resized_ramp(case), "out of a ramp", rtol=0, atol=1e-12)


PLANES = {"N": (1, 13, 1000), "C": (1, 13), "H": (1, 13, 300), "W": (1, 13)}
WINDOWS = {**PLANES, "KH": (1, 13, 300), "KW": (1, 13)}
SPREAD = {  # smaller: all grow together, and some right answers multiply them all
    **{"N": (1, 9, 1000), "C": (1, 9), "H": (1, 9, 300), "W": (1, 9)},
    **{"KH": (1, 9, 300), "KW": (1, 9), "F": (1, 9), "padding": (0, 8)},
}


@growing("avg_pool2d_forward", **WINDOWS)
def average(submission, rng, N, C, H, W, KH, KW):
    x = rng.standard_normal((N, C, H + KH - 1, W + KW - 1))
    forward = submission.resampling.avg_pool2d_forward.returning(kept("out"), kept("cache"))
    return forward(x, kernel=(KH, KW), stride=1)


@growing("avg_pool2d_backward", **WINDOWS)
def share_out(submission, rng, N, C, H, W, **kernel):
    _, cache = average.call(submission, rng, N=N, C=C, H=H, W=W, **kernel)
    submission.resampling.avg_pool2d_backward(rng.standard_normal((N, C, H, W)), cache)


@growing("conv_transpose2d_forward", **SPREAD)
def print_kernels(submission, rng, N, C, H, W, KH, KW, F, padding):
    x = rng.standard_normal((N, C, H, W))
    w = rng.standard_normal((C, F, KH + 2 * padding, KW + 2 * padding))  # at least one pixel is not cut off
    forward = submission.resampling.conv_transpose2d_forward.returning(kept("out"), kept("cache"))
    return forward(x, w, rng.standard_normal(F), padding=padding)


@growing("conv_transpose2d_backward", **SPREAD)
def listen(submission, rng, N, H, W, KH, KW, F, **others):
    _, cache = print_kernels.call(submission, rng, N=N, H=H, W=W, KH=KH, KW=KW, F=F, **others)
    _listen(submission, rng.standard_normal((N, F, H + KH - 1, W + KW - 1)), cache)


@growing("max_unpool2d", **PLANES, rows=(0, 12, 300), columns=(0, 12))
def put_back(submission, rng, N, C, H, W, rows, columns):
    x, places = rng.standard_normal((N, C, H, W)), np.arange(H * W).reshape(H, W)
    indices = np.tile(places, (N, C, 1, 1))
    submission.resampling.max_unpool2d.returning(kept("out"))(x, indices, (H + rows, W + columns))


@growing("upsample_nearest", **PLANES, factor=(1, 13, 100))
def repeat(submission, rng, N, C, H, W, factor):
    submission.resampling.upsample_nearest.returning(kept("out"))(rng.standard_normal((N, C, H, W)), factor)


@growing("bed_of_nails", **PLANES, factor=(1, 13, 100))
def spread(submission, rng, N, C, H, W, factor):
    submission.resampling.bed_of_nails.returning(kept("out"))(rng.standard_normal((N, C, H, W)), factor)


@growing("upsample_bilinear", **{**PLANES, "H": (2, 14, 300), "W": (2, 14)}, rows=(2, 14, 300), columns=(2, 14))
def resize(submission, rng, N, C, H, W, rows, columns):
    x = rng.standard_normal((N, C, H, W))
    resized = submission.resampling.upsample_bilinear.returning(kept("out"))
    resized(x, (rows, columns), align_corners=True)
    resized(x, (rows, columns), align_corners=False)


def _keep(submission, inputs):
    """Send arrays that can be looked at after a call."""
    return {name: submission.keep(array) for name, array in inputs.items()}


def _fetch_like(submission, sent, inputs):
    """What was sent as it is now: forward may have changed its values, for which it pays itself."""
    return {name: assert_like(submission.fetch(sent[name]), array, name) for name, array in inputs.items()}


def _assert_unchanged(submission, sent, inputs):
    for name, array in inputs.items():
        assert_equal(submission.fetch(sent[name]), array, f"{name} after the call")


def _pool(submission, x, case):
    forward = submission.resampling.avg_pool2d_forward.returning("out", kept("cache"))
    return forward(x, kernel=case.kernel, stride=case.stride)


def _transpose(submission, case, **other):
    """Call with the arguments of `case`, some of them replaced by `other`."""
    forward = submission.resampling.conv_transpose2d_forward.returning("out", kept("cache"))
    x, w, b = (other.get(name, getattr(case, name)) for name in ("x", "w", "b"))
    return forward(x, w, b, stride=case.stride, padding=case.padding)


def _listen(submission, dout, cache):
    return submission.resampling.conv_transpose2d_backward.returning("dx", "dw", "db")(dout, cache)


def _check_gradients(actual, case):
    for name, mine, theirs in zip(("dx", "dw", "db"), actual, oracles.transposed_gradients(case), strict=True):
        assert_matches(mine, theirs, name, **GRADIENT)


def _resize(submission, x, case):
    return submission.resampling.upsample_bilinear(x, case.size, align_corners=case.align_corners)
