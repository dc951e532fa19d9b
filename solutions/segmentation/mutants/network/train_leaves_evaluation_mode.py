"""Switches the network to evaluation mode when it is done."""

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
        losses.append(loss.item())
    model.eval()
    return losses
