"""Averages the gradient of a bias over the images."""

LOSES = ("lenet",)


def lenet_backward(dscores, cache):
    p, cache1, cache2, shape, features, hidden = cache
    dhidden = dscores @ p["linear2_w"] * (hidden > 0)
    dfeatures = dhidden @ p["linear1_w"]
    dfirst, conv2_dw, conv2_db = block_backward(dfeatures.reshape(shape), cache2)
    _, conv1_dw, conv1_db = block_backward(dfirst, cache1)
    return {
        "conv1_w": conv1_dw,
        "conv1_b": conv1_db,
        "conv2_w": conv2_dw,
        "conv2_b": conv2_db,
        "linear1_w": dhidden.T @ features,
        "linear1_b": dhidden.mean(axis=0),
        "linear2_w": dscores.T @ relu(hidden),
        "linear2_b": dscores.sum(axis=0),
    }
