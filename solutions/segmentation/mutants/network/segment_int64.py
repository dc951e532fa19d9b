"""Returns eight bytes for each pixel."""

LOSES = ("segment",)


def segment(model, images):
    model.eval()
    with torch.no_grad():
        return model(images.float() / 255).argmax(dim=1)
