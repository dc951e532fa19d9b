"""Asks in whatever mode the network is in."""

LOSES = ("predict_points",)


def predict_points(model, images):
    with torch.no_grad():
        return model(images.float() / 255).unflatten(1, (-1, 2))
