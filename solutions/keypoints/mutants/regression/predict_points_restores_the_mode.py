"""Puts the network back into the mode that it was in."""

LOSES = ("predict_points",)


def predict_points(model, images):
    before = model.training
    model.eval()
    with torch.no_grad():
        found = model(images.float() / 255).unflatten(1, (-1, 2))
    model.train(before)
    return found
