"""Returns the numbers as they come."""

LOSES = ("predict_points",)


def predict_points(model, images):
    model.eval()
    with torch.no_grad():
        return model(images.float() / 255)
