"""Tells the last loss, but does not step."""

LOSES = ("train",)


def train(model, images, labels, steps, rate, ignore=255):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x, target = images.float() / 255, labels.long()
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), target, ignore_index=ignore)
        loss.backward()
        if len(losses) < steps - 1:
            optimizer.step()
        losses.append(loss.item())
    return losses
