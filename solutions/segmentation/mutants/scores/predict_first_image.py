"""Predicts the first image only."""

LOSES = ("predict",)


def predict(logits):
    return logits[:1].argmax(dim=1)
