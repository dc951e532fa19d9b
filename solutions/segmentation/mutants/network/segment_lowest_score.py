"""Takes the class that is least likely."""

LOSES = ("segment",)


def segment(model, images):
    model.eval()
    with torch.no_grad():
        return model(images.float() / 255).argmin(dim=1).to(torch.uint8)
