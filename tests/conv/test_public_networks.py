"""Public checks of `networks.py`: small examples, worked by hand. Hidden ones try many more sizes and settings."""

import numpy as np

from autograder.exam import Mismatch, assert_equal, assert_like, assert_matches, kept, public, question

PARAMETERS = {
    "conv1_w": np.zeros((4, 1, 5, 5)),
    "conv1_b": np.zeros(4),
    "conv2_w": np.zeros((8, 4, 5, 5)),
    "conv2_b": np.zeros(8),
    "linear1_w": np.zeros((24, 32)),
    "linear1_b": np.zeros(24),
    "linear2_w": np.zeros((4, 24)),
    "linear2_b": np.zeros(4),
}


@question("softmax_cross_entropy")
@public
def test_scores_pixels_by_hand(submission):
    """The pixel in the docstring, another one of equal scores, and a third that does not count."""
    cross_entropy = submission.networks.softmax_cross_entropy.returning("loss", "dscores")
    scores = np.array([[0.0, 5, -7], [np.log(3), 5, 9]]).reshape(1, 2, 1, 3)
    loss, dscores = cross_entropy(scores[..., :1], np.array([[[1]]]))
    _check_loss(loss, float(-np.log(0.75)))
    assert_matches(dscores, np.array([0.25, -0.25]).reshape(1, 2, 1, 1), "dscores", rtol=1e-6, atol=1e-8)

    loss, dscores = cross_entropy(scores, np.array([[[1, 0, 255]]]), ignore=255)
    _check_loss(loss, float(-np.log(0.75 * 0.5) / 2))
    expected = np.array([[0.125, -0.25, 0], [-0.125, 0.25, 0]]).reshape(1, 2, 1, 3)
    assert_matches(dscores, expected, "dscores", rtol=1e-6, atol=1e-8)

    loss, dscores = cross_entropy(scores, np.full((1, 1, 3), 255), ignore=255)
    _check_loss(loss, 0.0)
    assert_matches(dscores, np.zeros((1, 2, 1, 3)), "dscores", rtol=1e-6, atol=1e-8)


@question("linear_as_conv")
@public
def test_lays_out_the_weights(submission):
    """The picture in the docstring, and a second row."""
    w = np.array([np.arange(1.0, 13), np.arange(-1.0, -13, -1)])
    kernel = np.array([[[1.0, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]]])
    kernels = submission.networks.linear_as_conv(w, (2, 2, 3))
    assert_matches(kernels, np.array([kernel, -kernel]), "kernels", rtol=1e-7, atol=1e-9)


@question("depthwise_separable_conv2d")
@public
def test_separates_by_hand(submission):
    """Two channels, windows of 1 x 2, three maps: the first channel, the second one, their difference.

    The top left: 1*1 + 2*2 = 5 in channel 0, 3*1 + 1*0 = 3 in channel 1, so 5, 3 and 2
    """
    x = np.array([[[1.0, 2, 3], [4, 5, 6]], [[1, 0, 2], [0, 1, 0]]]).reshape(1, 2, 2, 3)
    depthwise = np.array([[[1.0, 2]], [[3, 1]]])
    pointwise = np.array([[1.0, 0], [0, 1], [1, -1]])
    separable = submission.networks.depthwise_separable_conv2d.returning("out", "parameters", "standard")
    out, parameters, standard = separable(x, depthwise, pointwise)
    expected = np.array([[[5.0, 8], [14, 17]], [[3, 2], [1, 3]], [[2, 6], [13, 14]]])
    assert_matches(out, expected.reshape(1, 3, 2, 2), "out", rtol=1e-7, atol=1e-9)
    assert_equal(parameters, 10, "parameters")  # 2 * 1 * 2 + 3 * 2
    assert_equal(standard, 12, "standard")  # 3 * 2 * 1 * 2

    out, _, _ = separable(x, depthwise, pointwise, stride=2, padding=1)
    expected = np.array([[[0.0, 0], [8, 17]], [[0, 0], [0, 3]], [[0, 0], [8, 14]]])
    assert_matches(out, expected.reshape(1, 3, 2, 2), "out at stride 2, padding 1", rtol=1e-7, atol=1e-9)


@question("lenet")
@public
def test_by_hand_and_by_heart(submission):
    """A network that you can follow by hand; then 4 random images with random labels, which it must learn by heart."""
    networks = submission.networks
    forward = networks.lenet_forward.returning("scores", kept("cache"))

    # By hand. Kernels that copy a pixel, so that features 0 to 3 are the maxima of four squares of 4 x 4 pixels;
    # then weights of 1, 10, 100 and 1000: the first hidden value is 3 + 10 * 5 + 100 * 0 + 1000 * 7 = 7053.
    parameters = {name: value.copy() for name, value in PARAMETERS.items()}
    parameters["conv1_w"][0, 0, 0, 0] = parameters["conv2_w"][0, 0, 0, 0] = 1.0
    parameters["linear1_w"][0, :4] = 1.0, 10.0, 100.0, 1000.0
    parameters["linear2_w"][:2, 0] = 1.0, -1.0
    parameters["linear2_b"][:] = 0.5, 0.0, 2.0, -4.0
    x = np.zeros((1, 1, 20, 20))
    x[0, 0, 1, 2], x[0, 0, 0, 6], x[0, 0, 7, 0], x[0, 0, 5, 5] = 3.0, 5.0, -2.0, 7.0
    scores, cache = forward(x, parameters)
    assert_matches(scores, np.array([[7053.5, -7053.0, 2.0, -4.0]]), "scores", rtol=1e-7, atol=1e-9)
    gradients = networks.lenet_backward(np.array([[1.0, 0, 0, 0]]), cache)
    _check_names(gradients, "lenet_backward")
    expected = np.zeros((24, 32))
    expected[0, :4] = 3.0, 5.0, 0.0, 7.0
    assert_matches(gradients["linear1_w"], expected, "gradient of linear1_w", rtol=1e-6, atol=1e-8)
    assert_matches(gradients["linear2_b"], np.array([1.0, 0, 0, 0]), "gradient of linear2_b", rtol=1e-6, atol=1e-8)

    # By heart.
    start = networks.lenet_parameters(4, seed=1)
    _check_names(start, "lenet_parameters")
    for name, value in PARAMETERS.items():
        assert_like(start[name], value, name)
    rng = np.random.default_rng(2)
    x, labels = rng.standard_normal((4, 1, 20, 20)), np.array([2, 0, 3, 1])
    trained = networks.lenet_train(x, labels, start, steps=60, rate=0.04)
    scores, _ = forward(x, trained)
    found = assert_like(scores, np.zeros((4, 4)), "scores").argmax(axis=1)
    assert_equal(found, labels, "labels found after training")


def _check_loss(actual, expected):
    if type(actual) not in (float, np.float64):
        assert_equal(actual, expected, "loss")
    if not abs(actual - expected) <= 1e-9 + 1e-7 * expected:
        raise Mismatch(f"loss: expected {expected:.6g}, got {actual:.6g}")


def _check_names(parameters, what):
    if not isinstance(parameters, dict) or parameters.keys() != PARAMETERS.keys():
        raise Mismatch(f"{what}: expected a dict with the keys {', '.join(PARAMETERS)}")
