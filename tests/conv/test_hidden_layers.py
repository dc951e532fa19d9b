"""Hidden checks of `conv`. Students see their titles and, where one fails, its hint."""

from autograder.exam import assert_equal, assert_like, assert_matches, cases, growing, hidden, kept, question

from .cases import borders
from .cases import layers as make
from .oracles import layers as oracles

FORWARD = {"rtol": 1e-7, "atol": 1e-9}
GRADIENT = {"rtol": 1e-6, "atol": 1e-8}


@question("output_size")
@hidden(hint="Try every size from 5 to 12 with stride 3: several of them give the same answer.")
@cases(borders.size_cases)
def test_counts_every_place(submission, case):
    """All strides and paddings, also where pixels are left over."""
    actual = submission.layers.output_size(case.n, case.kernel, stride=case.stride, padding=case.padding)
    assert_equal(actual, oracles.places(case), "output_size")


@question("pad2d")
@hidden(hint="Print what you get for np.arange(12.0).reshape(1, 1, 3, 4) with padding 0 and 2, in each mode.")
@cases(borders.pad_cases)
def test_pads_like_torch(submission, case):
    """All modes and widths, on images that are not square."""
    actual = submission.layers.pad2d(case.x, case.padding, mode=case.mode)
    assert_equal(actual, oracles.padded(case), "padded")


@question("pad2d")
@hidden(hint="Does your function write into the array that it is given? Compare x before and after the call.")
@cases(borders.everyday_paddings)
def test_padding_leaves_its_input_alone(submission, case):
    """The images must be the same after the call."""
    x = submission.keep(case.x)
    submission.layers.pad2d(x, case.padding, mode=case.mode)
    assert_equal(submission.fetch(x), case.x, "x after the call")


@question("conv2d_forward")
@hidden(hint="Try an image and a kernel that are wider than they are tall, then taller than wide, at stride 2.")
@cases(make.rectangular_cases)
def test_convolves_like_torch(submission, case):
    """Rectangular images and kernels, strides 1 to 3, paddings 0 to 2."""
    out, _ = _forward(submission, case)
    assert_matches(out, oracles.convolved(case), "out", **FORWARD)


@question("conv2d_forward")
@hidden(
    hint="Try one image, channel, kernel, then thirty; 1 x 1 kernels; one as large as the image; x again at stride 2."
)
@cases(make.edge_cases)
def test_convolves_at_the_edges(submission, case):
    """One of everything and thirty of it, large kernels, large steps, large values."""
    out, _ = _forward(submission, case)
    assert_matches(out, oracles.convolved_by_definition(case), "out", **FORWARD)


@question("conv2d_forward")
@hidden(hint="Does your function write into x, w or b? Compare them before and after the call.")
@cases(make.everyday_convolutions)
def test_convolving_leaves_its_inputs_alone(submission, case):
    """Images, kernels and biases must be the same after the call."""
    x, w, b = submission.keep(case.x), submission.keep(case.w), submission.keep(case.b)
    submission.layers.conv2d_forward.returning("out", kept("cache"))(x, w, b, stride=case.stride, padding=case.padding)
    assert_equal(submission.fetch(x), case.x, "x after the call")
    assert_equal(submission.fetch(w), case.w, "w after the call")
    assert_equal(submission.fetch(b), case.b, "b after the call")


@question("conv2d_backward")
@hidden(hint="Compare with central differences of (out * dout).sum(): stride 2, padding 0 and 1, H not equal W.")
@cases(make.rectangular_cases)
def test_sends_gradients_back_like_torch(submission, case):
    """Rectangular images and kernels, strides 1 to 3, paddings 0 to 2."""
    _, cache = _forward(submission, case)
    _check_gradients(_backward(submission, case.dout, cache), oracles.conv_gradients(case))


@question("conv2d_backward")
@hidden(hint="Let dout be zero but for a single 1. Which pixels should get a gradient, and which values?")
@cases(make.one_window_cases)
def test_one_window_gets_the_kernel(submission, case):
    """A gradient at one output pixel only; one of everything, large kernels, large steps."""
    _, cache = _forward(submission, case)
    _check_gradients(_backward(submission, case.dout, cache), oracles.gradients_of_one_window(case))


@question("conv2d_backward")
@hidden(hint="Does your function write into dout, or into an array that the cache shares with the caller?")
@cases(make.everyday_convolutions)
def test_gradients_leave_the_inputs_alone(submission, case):
    """Images, kernels and dout must be the same after the call."""
    x, w, dout = submission.keep(case.x), submission.keep(case.w), submission.keep(case.dout)
    forward = submission.layers.conv2d_forward.returning("out", kept("cache"))
    _, cache = forward(x, w, case.b, stride=case.stride, padding=case.padding)
    x_before, w_before = assert_like(submission.fetch(x), case.x, "x"), assert_like(submission.fetch(w), case.w, "w")
    _backward(submission, dout, cache)
    assert_equal(submission.fetch(dout), case.dout, "dout after the call")
    assert_equal(submission.fetch(x), x_before, "x after the call")
    assert_equal(submission.fetch(w), w_before, "w after the call")


@question("conv2d_backward")
@hidden(hint="Call forward twice with different images, then backward with the first cache, twice.")
@cases(make.convolution_pairs)
def test_each_cache_stands_alone(submission, case):
    """Gradients of an earlier call, and the same ones again."""
    _, cache = _forward(submission, case.first)
    _, other = _forward(submission, case.second)
    _check_gradients(_backward(submission, case.first.dout, cache), oracles.conv_gradients(case.first))
    _check_gradients(_backward(submission, case.second.dout, other), oracles.conv_gradients(case.second))
    _check_gradients(_backward(submission, case.first.dout, cache), oracles.conv_gradients(case.first))


@question("max_pool2d_forward")
@hidden(hint="Try 7 x 9 pixels, windows of 2 x 3, strides 1, 2 and 3; then thirty images, windows of 30 x 1.")
@cases(make.pool_cases)
def test_pools_like_torch(submission, case):
    """Windows that overlap, touch or leave gaps; pixels left over."""
    out, _ = _pool(submission, case)
    assert_equal(out, oracles.pooled(case), "out")


@question("max_pool2d_forward")
@hidden(hint="Try an image whose pixels are all negative, and one with pixels of -1e12.")
@cases(make.pool_edge_cases)
def test_pools_dark_images(submission, case):
    """Negative, very negative and very bright images; one window; one pixel."""
    out, _ = _pool(submission, case)
    assert_equal(out, oracles.pooled(case), "out")


@question("max_pool2d_forward")
@hidden(hint="Does your function write into x? Compare it before and after the call.")
@cases(make.everyday_poolings)
def test_pooling_leaves_its_input_alone(submission, case):
    """The images must be the same after the call."""
    x = submission.keep(case.x)
    submission.layers.max_pool2d_forward.returning("out", kept("cache"))(x, kernel=case.kernel, stride=case.stride)
    assert_equal(submission.fetch(x), case.x, "x after the call")


@question("max_pool2d_backward")
@hidden(hint="Try windows of 2 x 3 with stride 1: a pixel that wins in several windows gets the sum.")
@cases(make.pool_cases)
def test_winners_get_the_sum(submission, case):
    """Windows that overlap, touch or leave gaps; pixels left over."""
    _, cache = _pool(submission, case)
    dx = submission.layers.max_pool2d_backward(case.dout, cache)
    assert_matches(dx, oracles.pool_gradient(case), "dx", **GRADIENT)


@question("max_pool2d_backward")
@hidden(hint="Try an image in which all pixels are equal: who gets the gradient of a window?")
@cases(make.tie_cases)
def test_the_first_of_equals_wins(submission, case):
    """Windows that hold their maximum more than once."""
    _, cache = _pool(submission, case)
    dx = submission.layers.max_pool2d_backward(case.dout, cache)
    assert_matches(dx, oracles.pool_gradient_by_definition(case), "dx", **GRADIENT)


@question("max_pool2d_backward")
@hidden(hint="Does your function write into dout, or into an array that the cache shares with the caller?")
@cases(make.everyday_poolings)
def test_gradient_leaves_the_inputs_alone(submission, case):
    """Images and dout must be the same after the call."""
    x, dout = submission.keep(case.x), submission.keep(case.dout)
    forward = submission.layers.max_pool2d_forward.returning("out", kept("cache"))
    _, cache = forward(x, kernel=case.kernel, stride=case.stride)
    before = assert_like(submission.fetch(x), case.x, "x")
    submission.layers.max_pool2d_backward(dout, cache)
    assert_equal(submission.fetch(dout), case.dout, "dout after the call")
    assert_equal(submission.fetch(x), before, "x after the call")


@question("max_pool2d_backward")
@hidden(hint="Call forward twice with different images, then backward with the first cache, twice.")
@cases(make.pooling_pairs)
def test_each_pooling_stands_alone(submission, case):
    """Gradients of an earlier call, and the same ones again."""
    _, cache = _pool(submission, case.first)
    _, other = _pool(submission, case.second)
    backward = submission.layers.max_pool2d_backward
    first, second = oracles.pool_gradient(case.first), oracles.pool_gradient(case.second)
    assert_matches(backward(case.first.dout, cache), first, "dx", **GRADIENT)
    assert_matches(backward(case.second.dout, other), second, "dx", **GRADIENT)
    assert_matches(backward(case.first.dout, cache), first, "dx", **GRADIENT)


@growing("output_size", n=(1, 13, 50_000), kernel=(1, 13), stride=(1, 13), padding=(0, 12, 25_000))
def count_places(submission, rng, n, kernel, stride, padding):
    submission.layers.output_size(n + kernel - 1, kernel, stride=stride, padding=padding)


@growing("pad2d", N=(1, 13, 400), C=(1, 13), H=(2, 14, 200), W=(2, 14), padding=(1, 13))
def pad(submission, rng, N, C, H, W, padding):
    x = rng.standard_normal((N, C, H + padding - 1, W + padding - 1))
    for mode in ("zero", "replicate", "reflect"):
        submission.layers.pad2d(x, padding, mode=mode)


SHAPES = {"N": (1, 13, 2000), "C": (1, 13), "H": (1, 13, 300), "W": (1, 13), "KH": (1, 13, 300), "KW": (1, 13)}
SHAPES |= {"stride": (1, 13)}  # H and W are those of the output


@growing("conv2d_forward", **SHAPES, F=(1, 13), padding=(0, 12))
def convolve(submission, rng, N, C, H, W, KH, KW, F, stride, padding):
    x = rng.standard_normal((N, C, (H - 1) * stride + KH, (W - 1) * stride + KW))
    w = rng.standard_normal((F, C, KH, KW))
    forward = submission.layers.conv2d_forward.returning(kept("out"), kept("cache"))
    return forward(x, w, rng.standard_normal(F), stride=stride, padding=padding)


@growing("conv2d_backward", **SHAPES, F=(1, 13), padding=(0, 12))
def send_gradients_back(submission, rng, N, H, W, F, stride, padding, **others):
    _, cache = convolve.call(submission, rng, N=N, H=H, W=W, F=F, stride=stride, padding=padding, **others)
    more = 2 * padding // stride  # places
    dout = rng.standard_normal((N, F, H + more, W + more))
    _backward(submission, dout, cache)


@growing("max_pool2d_forward", **SHAPES)
def pool(submission, rng, N, C, H, W, KH, KW, stride):
    x = rng.standard_normal((N, C, (H - 1) * stride + KH, (W - 1) * stride + KW))
    forward = submission.layers.max_pool2d_forward.returning(kept("out"), kept("cache"))
    return forward(x, kernel=(KH, KW), stride=stride)


@growing("max_pool2d_backward", **SHAPES)
def reward_the_winners(submission, rng, N, C, H, W, **kernel):
    _, cache = pool.call(submission, rng, N=N, C=C, H=H, W=W, **kernel)
    submission.layers.max_pool2d_backward(rng.standard_normal((N, C, H, W)), cache)


def _forward(submission, case):
    forward = submission.layers.conv2d_forward.returning("out", kept("cache"))
    return forward(case.x, case.w, case.b, stride=case.stride, padding=case.padding)


def _backward(submission, dout, cache):
    return submission.layers.conv2d_backward.returning("dx", "dw", "db")(dout, cache)


def _check_gradients(actual, expected):
    for name, mine, theirs in zip(("dx", "dw", "db"), actual, expected, strict=True):
        assert_matches(mine, theirs, name, **GRADIENT)


def _pool(submission, case):
    forward = submission.layers.max_pool2d_forward.returning("out", kept("cache"))
    return forward(case.x, kernel=case.kernel, stride=case.stride)
