"""Gives the network bytes as they are."""

LOSES = ("segment",)


def segment(model, images):
    model.eval()
    with torch.no_grad():
        return model(images.float()).argmax(dim=1).to(torch.uint8)
