"""Takes pixels that nobody could label for class 0."""

LOSES = ("train",)


def train(model, images, labels, steps, rate, ignore=255):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x, target = images.float() / 255, labels.long().masked_fill(labels == ignore, 0)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
