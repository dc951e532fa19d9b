"""Hidden checks of `losses.py`. Students see their titles and, where one fails, its hint."""

import torch

from autograder.exam import assert_equal, assert_matches, cases, growing, hidden, kept, question, with_gradient

from .cases import losses as make
from .oracles import losses as oracles

DIFFERENCES = {"rtol": 1e-5, "atol": 1e-8}
SURPRISE = {"rtol": 1e-4, "atol": 1e-5}  # who adds 1e-6 to what is divided by is right, too
DIGITS = {"torch.float32": SURPRISE, "torch.float64": {"rtol": 1e-6, "atol": 1e-8}}  # float32 has few of 1000
OVERLAP = {"rtol": 1e-5, "atol": 1e-6}  # who adds 1e-7 to a union is right, too


@question("cross_entropy")
@hidden(
    hint="Compare with torch.nn.functional.cross_entropy(..., ignore_index=...): 2 x 3 x 4 x 5, ignoring 255, -1, 0."
)
@cases(make.everyday_cases)
def test_scores_pixels_like_torch(submission, case):
    """Labels to ignore outside of the classes, below zero, and among them; inputs are the same after the call."""
    _check_surprise(submission, case)


@question("cross_entropy")
@hidden(hint="Is it the sum of weight[t] * loss divided by the sum of weight[t], as torch has it, over what counts?")
@cases(make.weighted_cases)
def test_weighs_classes_like_torch(submission, case):
    """Class weights, one of them 0."""
    _check_surprise(submission, case)


@question("cross_entropy")
@hidden(hint="Try scores of 1000 and -1000; a batch in which one image, then every image, has no label that counts.")
@cases(make.extreme_cases)
def test_stays_finite(submission, case):
    """Large scores, images without labels, nothing that counts: the loss and its gradient."""
    loss, gradient = with_gradient(submission.losses.cross_entropy, case.logits, case.target, ignore=case.ignore)
    assert_matches(loss, oracles.surprise(case), "loss", **SURPRISE)
    assert_matches(gradient, oracles.surprise_gradient(case), "gradient", **DIGITS[str(case.logits.dtype)])


@question("cross_entropy")
@hidden(hint="What is the loss where all that counts has weight 0, and its gradient? Neither is NaN.")
@cases(make.weightless_cases)
def test_counts_nothing_as_nothing(submission, case):
    """Weights of 0, and all ignored."""
    function = submission.losses.cross_entropy
    loss, gradient = with_gradient(function, case.logits, case.target, ignore=case.ignore, weight=case.weight)
    assert_matches(loss, torch.zeros((), dtype=case.logits.dtype), "loss")
    assert_matches(gradient, torch.zeros_like(case.logits), "gradient")


@question("cross_entropy")
@hidden(hint="Change one score by 1e-5, up and down: does the loss change by as much as its gradient says?")
@cases(make.small_cases)
def test_leads_downhill(submission, case):
    """The gradient, by differences."""
    loss, gradient = with_gradient(submission.losses.cross_entropy, case.logits, case.target, ignore=case.ignore)
    assert_matches(loss, oracles.surprise_by_definition(case), "loss", **SURPRISE)
    assert_matches(gradient, oracles.surprise_differences(case), "gradient", **DIFFERENCES)


@question("soft_iou_loss")
@hidden(
    hint="Write I and U as plain loops over pixels and classes, for 2 x 3 x 4 x 5, ignoring 255, -1 and 0. The same?"
)
@cases(make.everyday_cases)
def test_measures_overlap_by_definition(submission, case):
    """Labels to ignore outside of the classes, below zero, and among them; inputs are the same after the call."""
    _check_overlap(submission, case)


@question("soft_iou_loss")
@hidden(hint="Try classes that no pixel has, and one that a single pixel has: over which classes is the mean?")
@cases(make.rare_cases)
def test_leaves_out_classes_that_are_not_there(submission, case):
    """Rare classes, and none."""
    _check_overlap(submission, case)


@question("soft_iou_loss")
@hidden(hint="Try scores of 1000 and -1000, and a batch of which all is ignored: loss and gradient are finite.")
@cases(make.extreme_cases)
def test_overlap_stays_finite(submission, case):
    """Large scores, images without labels, nothing that counts."""
    loss, gradient = with_gradient(submission.losses.soft_iou_loss, case.logits, case.target, ignore=case.ignore)
    assert_matches(loss, oracles.overlap(case), "loss", **OVERLAP)
    assert_matches(gradient, oracles.overlap_differences(case), "gradient", rtol=1e-4, atol=1e-5)


@question("soft_iou_loss")
@hidden(hint="Change one score by 1e-5, up and down: does the loss change by as much as its gradient says?")
@cases(make.small_cases)
def test_overlap_leads_downhill(submission, case):
    """The gradient, by differences."""
    loss, gradient = with_gradient(submission.losses.soft_iou_loss, case.logits, case.target, ignore=case.ignore)
    assert_matches(loss, oracles.overlap(case), "loss", **OVERLAP)
    assert_matches(gradient, oracles.overlap_differences(case), "gradient", rtol=1e-5, atol=1e-7)


PIXELS = {"N": (1, 13, 300), "C": (2, 14, 300), "H": (1, 13, 300), "W": (1, 13)}


@growing("cross_entropy", **PIXELS)
def be_surprised(submission, rng, N, C, H, W):
    weight = torch.from_numpy(rng.uniform(1, 2, C))
    submission.losses.cross_entropy.returning(kept("loss"))(*_batch(rng, N, C, H, W), weight=weight)


@growing("soft_iou_loss", **PIXELS)
def overlap(submission, rng, N, C, H, W):
    submission.losses.soft_iou_loss.returning(kept("loss"))(*_batch(rng, N, C, H, W))


def _batch(rng, N, C, H, W):
    return torch.from_numpy(rng.standard_normal((N, C, H, W))), torch.from_numpy(rng.integers(C, size=(N, H, W)))


def _check_surprise(submission, case):
    logits, target = submission.keep(case.logits), submission.keep(case.target)
    options = {"ignore": case.ignore} | ({} if case.weight is None else {"weight": case.weight})
    loss = submission.losses.cross_entropy(logits, target, **options)
    assert_matches(loss, oracles.surprise(case), "loss", **SURPRISE)
    _check_unchanged(submission, case, logits, target)


def _check_overlap(submission, case):
    logits, target = submission.keep(case.logits), submission.keep(case.target)
    loss = submission.losses.soft_iou_loss(logits, target, ignore=case.ignore)
    assert_matches(loss, oracles.overlap(case), "loss", **OVERLAP)
    _check_unchanged(submission, case, logits, target)


def _check_unchanged(submission, case, logits, target):
    assert_equal(submission.fetch(logits), case.logits, "logits after the call")
    assert_equal(submission.fetch(target), case.target, "target after the call")
