"""Returns the highest score, not its class."""

LOSES = ("predict",)


def predict(logits):
    return logits.amax(dim=1)
