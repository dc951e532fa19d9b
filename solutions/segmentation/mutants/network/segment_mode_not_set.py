"""Asks in whatever mode the network is in."""

LOSES = ("segment",)


def segment(model, images):
    with torch.no_grad():
        return model(images.float() / 255).argmax(dim=1).to(torch.uint8)
