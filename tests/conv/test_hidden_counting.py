"""Hidden checks of `counting.py`. Students see their titles and, where one fails, its hint."""

from autograder.exam import assert_equal, cases, hidden, question

from .cases import counting as make
from .oracles import counting as oracles


@question("receptive_field")
@hidden(hint="Two convolutions at stride 2, then the same with paddings: draw which pixels the last one sees.")
@cases(make.view_cases)
def test_sees_as_far_as_the_pixels_go(submission, case):
    """AlexNet, VGG-16, one layer, none, large steps; the table must stay as it was."""
    actual = _call(submission, "receptive_field", case.layers)
    assert_equal(actual, oracles.pixels_seen(case), "receptive_field")
    if case.published is not None:
        assert_equal(actual, case.published, "receptive_field")


@question("count_parameters")
@hidden(hint="Compare with p.numel() of torch's layers: images of 20 x 35 pixels, pools with pixels left over.")
@cases(make.network_cases)
def test_counts_parameters_like_torch(submission, case):
    """AlexNet, VGG-16, each kind of layer alone, images that are not square; the table must stay as it was."""
    _check(submission, "count_parameters", case, "parameters")


@question("count_memory")
@hidden(hint="Compare with the shapes of torch's outputs: images of 20 x 35 pixels, pools with pixels left over.")
@cases(make.network_cases)
def test_counts_memory_like_torch(submission, case):
    """AlexNet, VGG-16, each kind of layer alone, images that are not square; the table must stay as it was."""
    _check(submission, "count_memory", case, "memory")


@question("count_flops")
@hidden(hint="The slides have AlexNet's column. Then try 20 x 35 pixels, and pools with pixels left over.")
@cases(make.network_cases)
def test_counts_flops_like_the_lecture(submission, case):
    """AlexNet, VGG-16, each kind of layer alone, images that are not square; the table must stay as it was."""
    _check(submission, "count_flops", case, "flops")


def _check(submission, function, case, column):
    actual = _call(submission, function, case.layers, case.shape)
    counts = tuple(actual) if isinstance(actual, list) else actual
    assert_equal(counts, getattr(oracles.counts(case), column), function)
    if case.published is not None:
        assert_equal(counts, getattr(case.published, column), function)


def _call(submission, function, layers, *arguments):
    """What `function` of `counting` returns; the table of layers must be the same afterwards."""
    table = submission.keep(layers)
    actual = getattr(submission.counting, function)(table, *arguments)
    assert_equal(repr(submission.fetch(table)), repr(layers), "the table after the call")
    return actual
