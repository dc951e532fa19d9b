"""Public checks of `counting.py`: small examples, worked by hand. Hidden ones try whole networks of the lectures.

After the example of the docstrings comes a network in which nothing divides evenly: windows overlap, pixels are left
over, and two convolutions and two linear layers follow each other. No table may be changed by a call.
"""

from autograder.exam import Mismatch, assert_equal, public, question

NETWORK = [
    {"kind": "conv", "filters": 4, "kernel": 3, "stride": 1, "padding": 1},
    {"kind": "pool", "kernel": 2, "stride": 2},
    {"kind": "linear", "features": 10},
]
SHAPE = (3, 8, 6)

UNEVEN = [
    {"kind": "conv", "filters": 5, "kernel": 4, "stride": 3, "padding": 1},  # (5, 7, 10), two columns left over
    {"kind": "pool", "kernel": 3, "stride": 2},  # (5, 3, 4), a column left over
    {"kind": "conv", "filters": 6, "kernel": 2, "stride": 1, "padding": 0},  # (6, 2, 3)
    {"kind": "linear", "features": 7},
    {"kind": "linear", "features": 2},
]
UNEVEN_SHAPE = (2, 20, 31)


@question("receptive_field")
@public
def test_sees_the_pixels_of_the_picture(submission):
    """One layer, two, the three of the picture in the docstring; then steps that skip pixels, and padding."""
    receptive_field = submission.counting.receptive_field
    conv, pool = {"kind": "conv", "filters": 4, "kernel": 3, "stride": 1, "padding": 0}, NETWORK[1]
    assert_equal(receptive_field([conv]), 3, "receptive_field([conv])")
    assert_equal(receptive_field([conv, pool]), 4, "receptive_field([conv, pool])")
    assert_equal(receptive_field([conv, pool, conv]), 8, "receptive_field([conv, pool, conv])")

    skipping = {"kind": "pool", "kernel": 2, "stride": 3}
    assert_equal(receptive_field([skipping, skipping]), 5, "receptive_field([skipping, skipping])")  # x x . x x
    assert_equal(_call(submission, "receptive_field", UNEVEN[:3]), 16, "receptive_field(UNEVEN[:3])")


@question("count_parameters")
@public
def test_counts_parameters(submission):
    """The example in the docstring, then the network that does not divide evenly.

    4 filters of 3 x 3 x 3 weights, 4 biases; a pool learns nothing; 10 features of 4 x 4 x 3 weights, 10 biases.
    """
    actual = submission.counting.count_parameters(NETWORK, SHAPE)
    _check(actual, (112, 0, 490), "count_parameters")
    actual = _call(submission, "count_parameters", UNEVEN, UNEVEN_SHAPE)
    _check(actual, (165, 0, 126, 259, 16), "count_parameters of UNEVEN")


@question("count_memory")
@public
def test_counts_memory(submission):
    """The example in the docstring, then the network that does not divide evenly.

    4 x 8 x 6, 4 x 4 x 3 and 10 numbers, each of 4 bytes.
    """
    actual = submission.counting.count_memory(NETWORK, SHAPE)
    _check(actual, (768, 192, 40), "count_memory")
    actual = _call(submission, "count_memory", UNEVEN, UNEVEN_SHAPE)
    _check(actual, (1400, 240, 144, 28, 8), "count_memory of UNEVEN")


@question("count_flops")
@public
def test_counts_flops(submission):
    """The example in the docstring, then the network that does not divide evenly.

    192 numbers come out, each from 27; then 48, each from 4; then 10, each from 48.
    """
    actual = submission.counting.count_flops(NETWORK, SHAPE)
    _check(actual, (5184, 192, 480), "count_flops")
    actual = _call(submission, "count_flops", UNEVEN, UNEVEN_SHAPE)
    _check(actual, (11200, 540, 720, 252, 14), "count_flops of UNEVEN")


def _call(submission, function, layers, *shape):
    """What `function` says of a table, which must be the same afterwards."""
    table = submission.keep(layers)
    actual = getattr(submission.counting, function)(table, *shape)
    if repr(submission.fetch(table)) != repr(layers):
        raise Mismatch(f"the table of layers is not what it was after {function}: work on a copy of it")
    return actual


def _check(actual, expected, name):
    """A number for each layer, in a list or a tuple."""
    counts = tuple(actual) if isinstance(actual, list) else actual
    if isinstance(counts, tuple) and len(counts) != len(expected):
        raise Mismatch(f"{name}: expected {len(expected)} numbers, one for each layer, got {len(counts)}")
    assert_equal(counts, expected, name)
