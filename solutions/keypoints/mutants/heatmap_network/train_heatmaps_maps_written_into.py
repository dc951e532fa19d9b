"""Erases the maps of points that are not visible, in the ones that it was given."""

LOSES = ("train_heatmaps",)


def train_heatmaps(model, images, heatmaps, visible, steps, rate):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x = images.float() / 255
    counts = nn.functional.pad(visible, (0, 1), value=True)
    heatmaps[~counts] = 0
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = heatmap_cross_entropy(model(x), heatmaps, counts)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
