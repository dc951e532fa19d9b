"""Tells how wrong the network is after each step."""

LOSES = ("train_regressor",)


def train_regressor(model, images, points, visible, steps, rate):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x = images.float() / 255
    target = torch.where(visible[..., None], points, torch.nan)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = masked_regression_loss(model(x).reshape(points.shape), target)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            losses.append(masked_regression_loss(model(x).reshape(points.shape), target).item())
    return losses
