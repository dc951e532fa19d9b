"""Public checks of `losses.py`: small examples, worked by hand. Hidden ones try many more sizes and settings.

Beside the right answers stand some wrong ones, the suspects: what comes out when one thing goes wrong. If yours is
among them, the message says so.
"""

import math

import torch

from autograder.exam import assert_equal, assert_matches, public, question, with_gradient

PIXELS = torch.tensor([[0.0, 0, 5], [math.log(3), 0, 9]], dtype=torch.float64).reshape(1, 2, 1, 3)
CLASSES = torch.tensor([[[1, 0, 255]]])
OVERLAPS = torch.tensor([[[0.9, 0.2], [0.6, 0.5]]], dtype=torch.float64)
OVERLAPPED = torch.tensor([[[1, 0], [1, 0]]])
SURPRISE = {"rtol": 1e-4, "atol": 1e-5}  # who adds 1e-6 to what is divided by is right, too
OVERLAP = {"rtol": 1e-5, "atol": 1e-6}  # who adds 1e-7 to a union is right, too

# Quarters from -2.75 to 2.75 in no order that one sees: two images, three classes, 2 x 4 pixels
BATCH = (torch.arange(48) ** 3 % 23 - 11.0).reshape(2, 3, 2, 4).double() / 4
TARGET = torch.tensor([[[0, 1, 2, 1], [255, 2, 0, 1]], [[255, 255, 2, 255], [255, 255, 255, 255]]])
NOTHING = torch.full_like(TARGET, 255)


def number(value):
    """A loss: one number, float64."""
    return torch.tensor(value, dtype=torch.float64)


def assert_unchanged(submission, logits, target):
    """What was kept beside the submission still is BATCH and TARGET."""
    for name, kept, before in (("logits", logits, BATCH), ("target", target, TARGET)):
        now = submission.fetch(kept)
        assert_equal(now, before, f"{name} after the call", suspects={"your function wrote into it": now})


@question("cross_entropy")
@public
def test_is_surprised_by_hand(submission):
    """The picture in the docstring; the same in float32; other labels to ignore."""
    cross_entropy = submission.losses.cross_entropy
    first, second, third = math.log(4 / 3), math.log(2), math.log1p(math.exp(4))
    expected = number((first + second) / 2)
    suspects = {
        "the ignored pixel counts in the mean": expected * 2 / 3,
        "the ignored pixel was taken for one of class 0": (first + second + third) / 3,
        "the ignored pixel was taken for one of the last class": (first + second + third - 4) / 3,
        "the losses were added up, not averaged": first + second,
        "the sign is the other way round": -expected,
        "the softmax was taken twice": (math.log1p(math.exp(-1 / 2)) + second) / 2,
        "the log has another base": expected / math.log(2),
        "it is 1 minus the probability, without a log": (1 / 4 + 1 / 2) / 2,
        "the softmax was taken over the width, not over the classes": 6.457633565,
        "the softmax was taken over an axis of length 1, which is not that of the classes": 0.0,
    }
    assert_matches(
        cross_entropy(PIXELS, CLASSES), expected, "cross_entropy(logits, target)", suspects=suspects, **SURPRISE
    )
    assert_matches(cross_entropy(PIXELS.float(), CLASSES), expected.float(), "the loss of float32 logits", **SURPRISE)

    loss = cross_entropy(PIXELS, torch.tensor([[[1, 0, 1]]]), ignore=1)
    suspects = {"255 is ignored, whatever `ignore` says": (first + second + third - 4) / 3}
    assert_matches(loss, number(second), "the loss with ignore=1", suspects=suspects, **SURPRISE)
    loss = cross_entropy(PIXELS, torch.tensor([[[-1, 0, -1]]]), ignore=-1)
    suspects = {"-1 was taken for the last class": (first + second + third - 4) / 3}
    assert_matches(loss, number(second), "the loss with ignore=-1", suspects=suspects, **SURPRISE)


@question("cross_entropy")
@public
def test_weighs_a_batch(submission):
    """A batch, without class weights and with them; of the second image one pixel counts. Inputs stay the same."""
    cross_entropy = submission.losses.cross_entropy
    suspects = {
        "the mean was taken over each image first": 2.49008629,
        "the softmax was taken over the images": 1.040993118,
        "the softmax was taken over the rows, not over the classes": 1.262758241,
        "the softmax was taken over the columns, not over the classes": 1.902700205,
        "the axes were reshaped, not permuted": 1.680377713,
        "the softmax was taken twice": 1.09418643,
    }
    logits, target = submission.keep(BATCH), submission.keep(TARGET)
    assert_matches(
        cross_entropy(logits, target), number(1.514414484), "the loss of a batch", suspects=suspects, **SURPRISE
    )
    assert_unchanged(submission, logits, target)

    suspects = {
        "the weights were not used": 1.514414484,
        "it was divided by the number of pixels, not by what they weigh": 1.433135028,
        "it was divided by the sum of the class weights": 3.275737207,
        "ignored pixels weigh something below the line": 0.6551474414,
        "each pixel has the weight of the predicted class": 1.53748734,
    }
    loss = cross_entropy(BATCH, TARGET, weight=torch.tensor([1.0, 2, 0.5], dtype=torch.float64))
    assert_matches(loss, number(1.20685055), "the loss with class weights", suspects=suspects, **SURPRISE)


@question("cross_entropy")
@public
def test_cross_entropy_teaches(submission):
    """Scores of 1000 and -1000; a batch of which all is ignored; the gradient for one pixel, then for three."""
    cross_entropy = submission.losses.cross_entropy
    large = torch.tensor([1000.0, -1000]).reshape(1, 2, 1, 1)
    for target, expected in ((0, 0.0), (1, 2000.0)):
        loss = cross_entropy(large, torch.tensor([[[target]]]))
        assert_matches(
            loss, torch.tensor(expected), f"the loss of the scores (1000, -1000) for target {target}", **SURPRISE
        )
    loss, gradient = with_gradient(cross_entropy, BATCH, NOTHING)
    assert_matches(loss, number(0.0), "the loss where all is ignored", **SURPRISE)
    assert_matches(gradient, torch.zeros_like(BATCH), "its gradient", **SURPRISE)
    loss = cross_entropy(BATCH, TARGET, weight=torch.zeros(3, dtype=torch.float64))
    assert_matches(loss, number(0.0), "the loss where all weighs 0", **SURPRISE)

    _, gradient = with_gradient(cross_entropy, PIXELS, CLASSES)  # softmax minus 1 at the right class, divided by 2
    expected = torch.tensor([[1 / 8, -1 / 4, 0], [-1 / 8, 1 / 4, 0]], dtype=torch.float64).reshape(1, 2, 1, 3)
    detached = torch.tensor([[0, -1 / 2, 0], [-1 / 2, 0, 0]], dtype=torch.float64).reshape(1, 2, 1, 3)
    suspects = {"the sum of the exponentials was detached": detached}
    assert_matches(gradient, expected, "the gradient of the picture", suspects=suspects, **SURPRISE)


@question("soft_iou_loss")
@public
def test_overlaps_by_hand(submission):
    """The picture in the docstring as class 1 of two; the same in float32; other labels to ignore.

    Class 1: I = 0.9 + 0.6 = 1.5, U = 1 + 0.2 + 1 + 0.5 = 2.7. Class 0: I = 0.8 + 0.5 = 1.3, U = 2.5.
    """
    soft_iou_loss = submission.losses.soft_iou_loss
    logits = torch.stack([1 - OVERLAPS, OVERLAPS], dim=1).log()
    expected = number(1 - (1.5 / 2.7 + 1.3 / 2.5) / 2)
    suspects = {
        "it is the mean IoU, not 1 minus it": 1 - expected,
        "I was not taken off the union": 1 - (1.5 / 4.2 + 1.3 / 3.8) / 2,
        "it is a Dice loss, 2 * I / sum of X + Y": 1 - (3 / 4.2 + 2.6 / 3.8) / 2,
        "the classes were added up, not averaged": 1 - (1.5 / 2.7 + 1.3 / 2.5),
        "1 minus IoU was added up over the classes, not averaged": 2 * expected,
        "I and U were added up over the classes before the division": 1 - 2.8 / 5.2,
        "class 0 was left out": 1 - 1.5 / 2.7,
        "something was added to I and U": 1 - (2.5 / 3.7 + 2.3 / 3.5) / 2,
        "it is minus the log of IoU": -(math.log(1.5 / 2.7) + math.log(1.3 / 2.5)) / 2,
        "X is 1 for the likeliest class, and no probability": 0.0,
        "X are the scores or logs, not probabilities": -0.3940784077,
        "X is a sigmoid, not a softmax": 0.6666323139,
        "the softmax was taken twice": 0.5752887129,
        "the softmax was taken over the images": 0.5,
        "the softmax was taken over the rows, not over the classes": 0.6666666667,
        "the softmax was taken over the columns, not over the classes": 0.4587706147,
        "the probabilities were squared in the union": 0.248028757,
    }
    loss = soft_iou_loss(logits, OVERLAPPED)
    assert_matches(loss, expected, "soft_iou_loss(logits, target)", **OVERLAP, suspects=suspects)
    assert_matches(soft_iou_loss(logits.float(), OVERLAPPED), expected.float(), "the loss of float32 logits", **OVERLAP)

    some = number(1 - (0.9 / 1.2 + 0.8 / 1.1) / 2)  # of the first row alone
    ignored = {
        "ignored pixels count in the union": 1 - (0.9 / 2.3 + 0.8 / 2.0) / 2,
        "ignored pixels were taken for class 0": 1 - (0.9 / 2.3 + 1.7 / 3.1) / 2,
        "ignored pixels were taken for the last class": 1 - (2.0 / 3.2 + 0.8 / 2.0) / 2,
    }
    loss = soft_iou_loss(logits, torch.tensor([[[1, 0], [255, 255]]]))
    assert_matches(loss, some, "the loss without the second row", **OVERLAP, suspects=ignored)
    suspects = {
        "255 is ignored, whatever `ignore` says": 1 - (1.5 / 2.7 + 1.3 / 2.5) / 2,
        "the mean is over all classes, also over one that no pixel has": 1 - 1.5 / 2 / 2,
    }
    loss = soft_iou_loss(logits, OVERLAPPED, ignore=0)  # class 1 alone is left
    assert_matches(loss, number(1 - 1.5 / 2), "the loss with ignore=0", **OVERLAP, suspects=suspects)
    loss = soft_iou_loss(logits, torch.tensor([[[1, 0], [-1, -1]]]), ignore=-1)
    assert_matches(loss, some, "the loss with ignore=-1", **OVERLAP, suspects=ignored)


@question("soft_iou_loss")
@public
def test_overlaps_in_a_batch(submission):
    """Two images; of the second one pixel counts. Inputs stay the same."""
    suspects = {
        "the softmax was taken over the images": 0.7049511143,
        "the softmax was taken over the rows, not over the classes": 0.7652571262,
        "the softmax was taken over the columns, not over the classes": 0.8133330552,
        "I and U were divided for each image, not for the batch": 0.7946283371,
        "each class has the weight of its pixels": 0.7610843895,
    }
    logits, target = submission.keep(BATCH), submission.keep(TARGET)
    loss = submission.losses.soft_iou_loss(logits, target)
    assert_matches(loss, number(0.7812794218), "the loss of a batch", **OVERLAP, suspects=suspects)
    assert_unchanged(submission, logits, target)


@question("soft_iou_loss")
@public
def test_soft_iou_loss_teaches(submission):
    """Scores of 1000 and -1000; a batch of which all is ignored; the gradient for one pixel, by hand, and for two.

    One pixel whose right class has probability p: its IoU is p. The derivative of 1 - p is -p * (1 - p) by the score of
    the right class, and p * (1 - p) by the other one.
    """
    soft_iou_loss = submission.losses.soft_iou_loss
    large = torch.tensor([[1000.0, -1000], [-1000, 1000]]).reshape(1, 2, 1, 2)
    loss = soft_iou_loss(large, torch.tensor([[[0, 1]]]))
    assert_matches(
        loss, torch.tensor(0.0), "the loss of the scores (1000, -1000) and (-1000, 1000), both right", **OVERLAP
    )
    loss, gradient = with_gradient(soft_iou_loss, BATCH, NOTHING)
    suspects = {"a batch without labels counts as all wrong": 1.0}
    assert_matches(loss, number(0.0), "the loss where all is ignored", **OVERLAP, suspects=suspects)
    assert_matches(gradient, torch.zeros_like(BATCH), "its gradient")

    pixel = torch.tensor([math.log(3), 0.0], dtype=torch.float64).reshape(1, 2, 1, 1)  # p = 3/4
    loss, gradient = with_gradient(soft_iou_loss, pixel, torch.tensor([[[0]]]))
    assert_matches(loss, number(1 / 4), "the loss of one pixel", **OVERLAP)
    assert_matches(gradient, number([-3 / 16, 3 / 16]).reshape(1, 2, 1, 1), "the gradient of one pixel", **OVERLAP)
    a, b = -0.0949530167, 0.0081323699
    union = number([[-0.0728982167, 0.0061756508], [0.0728982167, -0.0061756508]]).reshape(1, 2, 1, 2)
    pixels = number([[-2.75, -2.5], [-1.25, 1.25]]).reshape(1, 2, 1, 2)
    _, gradient = with_gradient(soft_iou_loss, pixels, torch.tensor([[[0, 1]]]))
    expected = number([[a, b], [-a, -b]]).reshape(1, 2, 1, 2)
    assert_matches(
        gradient, expected, "the gradient of two pixels", **OVERLAP, suspects={"the union was detached": union}
    )
