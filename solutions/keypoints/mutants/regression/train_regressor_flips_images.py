"""Flips every second time the images and leaves the points."""

LOSES = ("train_regressor",)


def train_regressor(model, images, points, visible, steps, rate):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x = images.float() / 255
    target = torch.where(visible[..., None], points, torch.nan)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = masked_regression_loss(model(x if len(losses) % 2 == 0 else x.flip(-1)).reshape(points.shape), target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
