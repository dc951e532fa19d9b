"""Asks a network that still uses the images at hand, and learns from them."""

LOSES = ("segment",)


def segment(model, images):
    model.train()
    with torch.no_grad():
        return model(images.float() / 255).argmax(dim=1).to(torch.uint8)
