"""Takes the images in turn."""

LOSES = ("train_heatmaps",)


def train_heatmaps(model, images, heatmaps, visible, steps, rate):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x = images.float() / 255
    counts = nn.functional.pad(visible, (0, 1), value=True)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = heatmap_cross_entropy(
            model(x)[len(losses) % len(x) :][:1],
            heatmaps[len(losses) % len(x) :][:1],
            counts[len(losses) % len(x) :][:1],
        )
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
