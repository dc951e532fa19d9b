"""Answers first, and then lets the running statistics come nearer to the images."""

LOSES = ("predict_points",)


def predict_points(model, images):
    model.eval()
    with torch.no_grad():
        found = model(images.float() / 255).unflatten(1, (-1, 2))
        model.train()
        model(images.float() / 255)
    model.eval()
    return found
