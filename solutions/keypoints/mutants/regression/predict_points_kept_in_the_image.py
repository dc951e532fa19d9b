"""Moves points that lie outside to the edge."""

LOSES = ("predict_points",)


def predict_points(model, images):
    model.eval()
    with torch.no_grad():
        return model(images.float() / 255).unflatten(1, (-1, 2)).clamp(min=0)
