"""Gives the network bytes as they are."""

LOSES = ("predict_points",)


def predict_points(model, images):
    model.eval()
    with torch.no_grad():
        return model(images.float()).unflatten(1, (-1, 2))
