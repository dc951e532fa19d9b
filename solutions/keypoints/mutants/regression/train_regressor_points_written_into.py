"""Writes NaN into the points that it was given."""

LOSES = ("train_regressor",)


def train_regressor(model, images, points, visible, steps, rate):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x = images.float() / 255
    points[~visible] = torch.nan
    target = points
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = masked_regression_loss(model(x).reshape(points.shape), target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
