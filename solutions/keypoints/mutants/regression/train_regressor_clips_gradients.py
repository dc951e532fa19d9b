"""Shortens gradients that are longer than 0.01, which Adam mostly does not notice."""

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
        nn.utils.clip_grad_norm_(model.parameters(), 0.01)
        optimizer.step()
        losses.append(loss.item())
    return losses
