"""Takes the highest row, not the highest class."""

LOSES = ("segment",)


def segment(model, images):
    model.eval()
    with torch.no_grad():
        return model(images.float() / 255).argmax(dim=2).to(torch.uint8)
