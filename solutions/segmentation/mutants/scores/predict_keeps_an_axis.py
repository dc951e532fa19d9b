"""Leaves an axis of length 1."""

LOSES = ("predict",)


def predict(logits):
    return logits.argmax(dim=1, keepdim=True)
