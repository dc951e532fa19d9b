"""Multiplies what does not count by 0, also where it is NaN."""

LOSES = ("train_regressor",)


def train_regressor(model, images, points, visible, steps, rate):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x = images.float() / 255
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = ((model(x).reshape(points.shape) - points) * visible[..., None]).square().sum() / visible.sum()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
