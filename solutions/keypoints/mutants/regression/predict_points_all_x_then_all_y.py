"""Takes the numbers for x0, x1, …, y0, y1, …"""

LOSES = ("predict_points",)


def predict_points(model, images):
    model.eval()
    with torch.no_grad():
        return model(images.float() / 255).unflatten(1, (2, -1)).transpose(1, 2)
