"""Takes the first class whose score is above one half."""

LOSES = ("segment",)


def segment(model, images):
    model.eval()
    with torch.no_grad():
        return (model(images.float() / 255) > 0.5).int().argmax(dim=1).to(torch.uint8)
