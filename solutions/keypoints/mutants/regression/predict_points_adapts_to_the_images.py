"""Lets the running statistics come nearer to the images before it asks."""

LOSES = ("predict_points",)


def predict_points(model, images):
    model.train()
    with torch.no_grad():
        model(images.float() / 255)
    model.eval()
    with torch.no_grad():
        return model(images.float() / 255).unflatten(1, (-1, 2))
