"""Takes class 0 for background and looks at the others only."""

LOSES = ("segment",)


def segment(model, images):
    model.eval()
    with torch.no_grad():
        return model(images.float() / 255)[:, 1:].argmax(dim=1).to(torch.uint8) + 1
