"""Public checks of `counting.py`: small examples, worked by hand. Hidden ones try whole networks of the lectures."""

from autograder.exam import assert_equal, public, question

NETWORK = [
    {"kind": "conv", "filters": 4, "kernel": 3, "stride": 1, "padding": 1},
    {"kind": "pool", "kernel": 2, "stride": 2},
    {"kind": "linear", "features": 10},
]
SHAPE = (3, 8, 6)


@question("receptive_field")
@public
def test_sees_the_pixels_of_the_picture(submission):
    """One layer, two, then the three of the picture in the docstring."""
    receptive_field = submission.counting.receptive_field
    conv, pool = {"kind": "conv", "filters": 4, "kernel": 3, "stride": 1, "padding": 0}, NETWORK[1]
    assert_equal(receptive_field([conv]), 3, "receptive_field([conv])")
    assert_equal(receptive_field([conv, pool]), 4, "receptive_field([conv, pool])")
    assert_equal(receptive_field([conv, pool, conv]), 8, "receptive_field([conv, pool, conv])")


@question("count_parameters")
@public
def test_counts_parameters(submission):
    """The example in the docstring.

    4 filters of 3 x 3 x 3 weights, 4 biases; a pool learns nothing; 10 features of 4 x 4 x 3 weights, 10 biases.
    """
    actual = submission.counting.count_parameters(NETWORK, SHAPE)
    assert_equal(_as_tuple(actual), (112, 0, 490), "count_parameters")


@question("count_memory")
@public
def test_counts_memory(submission):
    """The example in the docstring.

    4 x 8 x 6, 4 x 4 x 3 and 10 numbers, each of 4 bytes.
    """
    actual = submission.counting.count_memory(NETWORK, SHAPE)
    assert_equal(_as_tuple(actual), (768, 192, 40), "count_memory")


@question("count_flops")
@public
def test_counts_flops(submission):
    """The example in the docstring.

    192 numbers come out, each from 27; then 48, each from 4; then 10, each from 48.
    """
    actual = submission.counting.count_flops(NETWORK, SHAPE)
    assert_equal(_as_tuple(actual), (5184, 192, 480), "count_flops")


def _as_tuple(counts):
    return tuple(counts) if isinstance(counts, list) else counts
