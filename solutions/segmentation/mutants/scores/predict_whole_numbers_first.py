"""Rounds scores to whole numbers first."""

LOSES = ("predict",)


def predict(logits):
    return logits.long().argmax(dim=1)
