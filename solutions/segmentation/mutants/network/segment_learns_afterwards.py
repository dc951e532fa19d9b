"""Answers first, and then lets the running statistics come nearer to the images."""

LOSES = ("segment",)


def segment(model, images):
    model.eval()
    with torch.no_grad():
        found = model(images.float() / 255).argmax(dim=1).to(torch.uint8)
        model.train()
        model(images.float() / 255)
    model.eval()
    return found
