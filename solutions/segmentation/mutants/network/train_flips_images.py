"""Flips every second time the images and leaves the labels."""

LOSES = ("train",)


def train(model, images, labels, steps, rate, ignore=255):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x, target = images.float() / 255, labels.long()
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(
            model(x if len(losses) % 2 == 0 else x.flip(-1)), target, ignore_index=ignore
        )
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
