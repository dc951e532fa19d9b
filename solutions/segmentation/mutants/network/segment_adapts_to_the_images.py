"""Lets the running statistics come nearer to the images before it asks."""

LOSES = ("segment",)


def segment(model, images):
    model.train()
    with torch.no_grad():
        model(images.float() / 255)
    model.eval()
    with torch.no_grad():
        return model(images.float() / 255).argmax(dim=1).to(torch.uint8)
