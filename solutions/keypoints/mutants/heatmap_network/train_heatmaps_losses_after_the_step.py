"""Tells how wrong the network is after each step."""

LOSES = ("train_heatmaps",)


def train_heatmaps(model, images, heatmaps, visible, steps, rate):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x = images.float() / 255
    counts = nn.functional.pad(visible, (0, 1), value=True)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = heatmap_cross_entropy(model(x), heatmaps, counts)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            losses.append(heatmap_cross_entropy(model(x), heatmaps, counts).item())
    return losses
