"""Takes the class with the lowest score."""

LOSES = ("predict",)


def predict(logits):
    return logits.argmin(dim=1)
