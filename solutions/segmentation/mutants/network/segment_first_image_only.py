"""Answers for the first image."""

LOSES = ("segment",)


def segment(model, images):
    model.eval()
    with torch.no_grad():
        return model(images[:1].float() / 255).argmax(dim=1).to(torch.uint8)
