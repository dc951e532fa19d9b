"""Hidden checks of what is easily lost or left behind: modes, gradients, class weights, labels that are no bytes."""

import torch

from autograder.exam import Mismatch, assert_equal, assert_matches, cases, hidden, kept, question

from .cases import leftovers as make
from .oracles import augmentation as augmented
from .oracles import losses as lost
from .oracles import network as learned
from .tiny_net import tiny


@question("cross_entropy")
@hidden(hint="Print the class weights before and after a call: are they the same?")
@cases(make.weights_to_keep)
def test_leaves_class_weights_as_they_are(submission, case):
    """The loss, and the weights after the call."""
    weight = submission.keep(case.weight)
    loss = submission.losses.cross_entropy(case.logits, case.target, ignore=case.ignore, weight=weight)
    assert_matches(loss, lost.surprise(case), "loss", rtol=1e-4, atol=1e-5)
    assert_equal(submission.fetch(weight), case.weight, "weight after the call")


@question("flip_together")
@hidden(hint="Try labels of int64 with -1 and 300 among them.")
@cases(make.flips_of_any_label)
def test_mirrors_any_label(submission, case):
    """Labels below 0 and above 255."""
    function = submission.augmentation.flip_together.returning("image", "labels")
    _, labels = function(case.image, case.labels, case.left_right, case.up_down)
    assert_equal(labels, augmented.flipped(case)[1], "labels")


@question("resize_together")
@hidden(hint="Try labels of int64 with -1 and 300 among them; an image of 11 x 23 pixels to 15 x 13.")
@cases(make.resizes_of_any_label)
def test_resizes_any_label(submission, case):
    """Labels below 0 and above 255; the size is exactly the one that was asked for."""
    found = submission.augmentation.resize_together.returning("image", "labels")(case.image, case.labels, case.size)
    image, labels = augmented.resized(case)
    assert_matches(found[0], image, "image", rtol=1e-4, atol=1e-5)
    assert_equal(found[1], labels, "labels")


@question("train")
@hidden(hint="In which mode is the network when `train` is done?")
@cases(make.to_learn)
def test_leaves_training_mode(submission, case):
    """As the docstring says."""
    model = tiny(submission, case)
    submission.network.train(model, case.images, case.labels, case.steps, case.rate, ignore=case.ignore)
    if submission.fetch(model, "training") is not True:
        raise Mismatch("the network after the call: expected training mode, got evaluation mode")


@question("segment")
@hidden(hint="In which mode is the network when `segment` is done? Can it still learn?")
@cases(make.to_ask_and_learn)
def test_leaves_evaluation_mode_and_gradients(submission, case):
    """As the docstring says; a network that was asked still learns."""
    model = tiny(submission, case)
    model.train.returning(kept("model"))()
    submission.network.segment(model, case.images)
    if submission.fetch(model, "training") is not False:
        raise Mismatch("the network after the call: expected evaluation mode, got training mode")
    for name in ("first.weight", "norm.bias", "last.bias"):
        parameter = model.get_parameter.returning(kept("parameter"))(name)
        if submission.fetch(parameter, "requires_grad") is not True:
            raise Mismatch(f"{name} after the call: it needs no gradient any more, so the network cannot learn")


@question("segment")
@hidden(hint="The network is given numbers in [0, 1]. What becomes of the brightest byte, 255?")
@cases(make.bright)
def test_gives_the_network_numbers_up_to_one(submission, case):
    """A byte of 255 is 1."""
    model = tiny(submission, case)
    expected = learned.scores(case.weights, case.images).argmax(1).to(torch.uint8)
    assert_equal(submission.network.segment(model, case.images), expected, "classes")
