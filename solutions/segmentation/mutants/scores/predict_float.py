"""Returns float32."""

LOSES = ("predict",)


def predict(logits):
    return logits.argmax(dim=1).float()
