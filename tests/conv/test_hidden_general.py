"""Hidden checks of `general.py`. Students see their titles and, where one fails, its hint."""

from autograder.exam import assert_equal, assert_like, assert_matches, cases, growing, hidden, kept, question

from .cases import general as make
from .oracles import general as oracles

FORWARD = {"rtol": 1e-7, "atol": 1e-9}
GRADIENT = {"rtol": 1e-6, "atol": 1e-8}


@question("conv2d_general_forward")
@hidden(hint="Try kernels of 3 x 2 and 2 x 3, dilation 2 and 3, stride 2, padding 1. How large is the output?")
@cases(make.dilated_cases)
def test_dilates_like_torch(submission, case):
    """Dilations 1 to 3, strides 1 to 3, paddings 0 to 2; rectangular images and kernels."""
    out, _ = _forward(submission, case)
    assert_matches(out, oracles.convolved(case), "out", **FORWARD)


@question("conv2d_general_forward")
@hidden(hint="Try 4 channels, 6 kernels and 2 groups; as many groups as channels. Who sees which channels?")
@cases(make.grouped_cases)
def test_keeps_groups_apart_like_torch(submission, case):
    """Groups of several channels and kernels; a group for each channel, with one kernel and with several."""
    out, _ = _forward(submission, case)
    assert_matches(out, oracles.convolved(case), "out", **FORWARD)


@question("conv2d_general_forward")
@hidden(
    hint="Try one of everything, then thirty; 1 x 1 kernels with dilation 3; one as far as x goes; x again in 2 groups."
)
@cases(make.edge_cases)
def test_dilates_at_the_edges(submission, case):
    """One of everything and thirty of it, kernels that reach far, large steps, large values."""
    out, _ = _forward(submission, case)
    assert_matches(out, oracles.convolved_by_definition(case), "out", **FORWARD)


@question("conv2d_general_forward")
@hidden(hint="Does your function write into x, w or b? Compare them before and after the call.")
@cases(make.everyday_convolutions)
def test_dilating_leaves_its_inputs_alone(submission, case):
    """Images, kernels and biases must be the same after the call."""
    x, w, b = submission.keep(case.x), submission.keep(case.w), submission.keep(case.b)
    forward = submission.general.conv2d_general_forward.returning("out", kept("cache"))
    forward(x, w, b, **case.options)
    assert_equal(submission.fetch(x), case.x, "x after the call")
    assert_equal(submission.fetch(w), case.w, "w after the call")
    assert_equal(submission.fetch(b), case.b, "b after the call")


@question("conv2d_general_backward")
@hidden(hint="Compare with central differences of (out * dout).sum(): dilation 2, stride 2, padding 1, H not equal W.")
@cases(make.dilated_cases)
def test_sends_gradients_through_holes_like_torch(submission, case):
    """Dilations 1 to 3, strides 1 to 3, paddings 0 to 2; rectangular images and kernels."""
    _, cache = _forward(submission, case)
    _check_gradients(_backward(submission, case.dout, cache), oracles.gradients(case))


@question("conv2d_general_backward")
@hidden(hint="Let dout be zero but for the maps of one group. Which channels should get a gradient, which kernels?")
@cases(make.grouped_cases)
def test_sends_gradients_to_their_group_like_torch(submission, case):
    """Groups of several channels and kernels; a group for each channel, with one kernel and with several."""
    _, cache = _forward(submission, case)
    _check_gradients(_backward(submission, case.dout, cache), oracles.gradients(case))


@question("conv2d_general_backward")
@hidden(hint="Let dout be zero but for a single 1. Which pixels should get a gradient, and which values?")
@cases(make.one_place_cases)
def test_one_place_gets_the_kernel(submission, case):
    """A gradient at one output pixel only; one of everything, kernels that reach far, large steps."""
    _, cache = _forward(submission, case)
    _check_gradients(_backward(submission, case.dout, cache), oracles.gradients_of_one_place(case))


@question("conv2d_general_backward")
@hidden(hint="Does your function write into dout, or into an array that the cache shares with the caller?")
@cases(make.everyday_convolutions)
def test_gradients_leave_the_inputs_alone(submission, case):
    """Images, kernels and dout must be the same after the call."""
    x, w, dout = submission.keep(case.x), submission.keep(case.w), submission.keep(case.dout)
    forward = submission.general.conv2d_general_forward.returning("out", kept("cache"))
    _, cache = forward(x, w, case.b, **case.options)
    x_before, w_before = assert_like(submission.fetch(x), case.x, "x"), assert_like(submission.fetch(w), case.w, "w")
    _backward(submission, dout, cache)
    assert_equal(submission.fetch(dout), case.dout, "dout after the call")
    assert_equal(submission.fetch(x), x_before, "x after the call")
    assert_equal(submission.fetch(w), w_before, "w after the call")


@question("conv2d_general_backward")
@hidden(hint="Call forward twice with different images, then backward with the first cache, twice.")
@cases(make.convolution_pairs)
def test_each_cache_stands_alone(submission, case):
    """Gradients of an earlier call, and the same ones again."""
    _, cache = _forward(submission, case.first)
    _, other = _forward(submission, case.second)
    _check_gradients(_backward(submission, case.first.dout, cache), oracles.gradients(case.first))
    _check_gradients(_backward(submission, case.second.dout, other), oracles.gradients(case.second))
    _check_gradients(_backward(submission, case.first.dout, cache), oracles.gradients(case.first))


SIZES = {
    "N": (1, 13, 1000),
    "C": (1, 13),
    "H": (1, 13, 300),
    "W": (1, 13),
    "KH": (1, 13),
    "KW": (1, 13),
    "F": (1, 13),
    "padding": (0, 12),
    "dilation": (1, 13),
    "groups": (1, 13, 300),
}


@growing("conv2d_general_forward", **SIZES)
def convolve(submission, rng, **sizes):
    """Kernels with holes over single images, then groups: at once, right answers in matrices would want gigabytes."""
    for arrays, options in _holes_then_groups(rng, **sizes):
        _convolve(submission, *arrays, options)


@growing("conv2d_general_backward", **SIZES)
def send_gradients_back(submission, rng, **sizes):
    """The same on the way back."""
    backward = submission.general.conv2d_general_backward.returning(kept("dx"), kept("dw"), kept("db"))
    for (x, w, b, dout), options in _holes_then_groups(rng, **sizes):
        _, cache = _convolve(submission, x, w, b, dout, options)
        backward(dout, cache)


def _convolve(submission, x, w, b, _, options):
    forward = submission.general.conv2d_general_forward.returning(kept("out"), kept("cache"))
    return forward(x, w, b, **options)


def _holes_then_groups(rng, N, C, F, padding, dilation, groups, **sides):
    """(x, w, b, dout) and the options of two convolutions; C channels and F kernels are those of each group."""
    yield _grown(rng, 1, 1, 1, padding, dilation, 1, **sides), {"padding": padding, "dilation": dilation}
    yield _grown(rng, N, C, F, padding, 1, groups, **sides), {"padding": padding, "groups": groups}


def _grown(rng, N, C, F, padding, dilation, groups, H, W, KH, KW):
    """Arrays for images that are as small as the padding lets them be."""
    reach = dilation * (KH - 1), dilation * (KW - 1)
    rows, columns = (max(n + more - 2 * padding, 1) for n, more in zip((H, W), reach, strict=True))
    HO, WO = (n + 2 * padding - more for n, more in zip((rows, columns), reach, strict=True))
    arrays = (N, groups * C, rows, columns), (groups * F, C, KH, KW), (groups * F,), (N, groups * F, HO, WO)
    return [rng.standard_normal(shape) for shape in arrays]


def _forward(submission, case):
    forward = submission.general.conv2d_general_forward.returning("out", kept("cache"))
    return forward(case.x, case.w, case.b, **case.options)


def _backward(submission, dout, cache):
    return submission.general.conv2d_general_backward.returning("dx", "dw", "db")(dout, cache)


def _check_gradients(actual, expected):
    for name, mine, theirs in zip(("dx", "dw", "db"), actual, expected, strict=True):
        assert_matches(mine, theirs, name, **GRADIENT)
