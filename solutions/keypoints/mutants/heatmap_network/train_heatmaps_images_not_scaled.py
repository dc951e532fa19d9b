"""Gives the network bytes as they are, up to 255."""

LOSES = ("train_heatmaps",)


def train_heatmaps(model, images, heatmaps, visible, steps, rate):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x = images.float()
    counts = nn.functional.pad(visible, (0, 1), value=True)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = heatmap_cross_entropy(model(x), heatmaps, counts)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
