"""Adds up the scores of all images."""

LOSES = ("segment",)


def segment(model, images):
    model.eval()
    with torch.no_grad():
        scores = model(images.float() / 255).sum(0, keepdim=True).expand(len(images), -1, -1, -1)
        return scores.argmax(dim=1).to(torch.uint8)
