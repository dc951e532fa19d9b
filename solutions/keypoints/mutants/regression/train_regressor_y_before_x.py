"""Takes the numbers for y0, x0, y1, x1, …"""

LOSES = ("train_regressor",)


def train_regressor(model, images, points, visible, steps, rate):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x = images.float() / 255
    target = torch.where(visible[..., None], points, torch.nan)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = masked_regression_loss(model(x).reshape(points.shape).flip(-1), target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
