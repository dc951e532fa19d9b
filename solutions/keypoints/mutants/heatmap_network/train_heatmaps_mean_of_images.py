"""Averages over each image, and then over images."""

LOSES = ("train_heatmaps",)


def train_heatmaps(model, images, heatmaps, visible, steps, rate):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x = images.float() / 255
    counts = nn.functional.pad(visible, (0, 1), value=True)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = sum(
            heatmap_cross_entropy(model(x)[i][None], heatmaps[i][None], counts[i][None]) for i in range(len(x))
        ) / len(x)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
