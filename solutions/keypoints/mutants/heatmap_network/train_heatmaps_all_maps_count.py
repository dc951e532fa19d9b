"""Learns of points that are not visible, too."""

LOSES = ("train_heatmaps",)


def train_heatmaps(model, images, heatmaps, visible, steps, rate):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x = images.float() / 255
    counts = torch.ones_like(heatmaps[:, :, 0, 0], dtype=torch.bool)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = heatmap_cross_entropy(model(x), heatmaps, counts)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
