"""Goes smaller steps from one to the next."""

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
        optimizer.step()
        optimizer.param_groups[0]["lr"] *= 0.9
        losses.append(loss.item())
    return losses
