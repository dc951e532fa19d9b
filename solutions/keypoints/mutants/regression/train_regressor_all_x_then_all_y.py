"""Takes the numbers for x0, x1, …, y0, y1, …"""

LOSES = ("train_regressor",)


def train_regressor(model, images, points, visible, steps, rate):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x = images.float() / 255
    target = torch.where(visible[..., None], points, torch.nan)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = masked_regression_loss(model(x).reshape(len(x), 2, -1).transpose(1, 2), target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
