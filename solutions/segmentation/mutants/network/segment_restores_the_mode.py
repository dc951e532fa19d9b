"""Leaves the network in the mode in which it came."""

LOSES = ("segment",)


def segment(model, images):
    learning = model.training
    model.eval()
    with torch.no_grad():
        classes = model(images.float() / 255).argmax(dim=1).to(torch.uint8)
    model.train(learning)
    return classes
