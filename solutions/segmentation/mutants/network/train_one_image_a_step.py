"""Takes the images in turn."""

LOSES = ("train",)


def train(model, images, labels, steps, rate, ignore=255):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x, target = images.float() / 255, labels.long()
    losses = []
    for step in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(
            model(x[step % len(x) :][:1]), target[step % len(x) :][:1], ignore_index=ignore
        )
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
