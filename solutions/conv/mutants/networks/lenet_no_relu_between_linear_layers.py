"""Without relu between the two linear layers."""

LOSES = ("lenet",)


def lenet_forward(x, parameters):
    p = parameters
    first, cache1 = block_forward(x, p["conv1_w"], p["conv1_b"])
    second, cache2 = block_forward(first, p["conv2_w"], p["conv2_b"])
    features = second.reshape(len(x), -1)
    hidden = features @ p["linear1_w"].T + p["linear1_b"]
    scores = hidden @ p["linear2_w"].T + p["linear2_b"]
    return scores, (p, cache1, cache2, second.shape, features, hidden)
