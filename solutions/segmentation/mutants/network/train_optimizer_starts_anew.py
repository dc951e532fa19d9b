"""Makes an optimiser for each step, which then remembers nothing."""

LOSES = ("train",)


def train(model, images, labels, steps, rate, ignore=255):
    model.train()
    x, target = images.float() / 255, labels.long()
    losses = []
    for _ in range(steps):
        optimizer = torch.optim.Adam(model.parameters(), lr=rate)
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), target, ignore_index=ignore)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
