"""Asks a network that still uses the images at hand, and learns from them."""

LOSES = ("predict_points",)


def predict_points(model, images):
    model.train()
    with torch.no_grad():
        return model(images.float() / 255).unflatten(1, (-1, 2))
