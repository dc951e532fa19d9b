"""Takes the images in turn."""

LOSES = ("train_regressor",)


def train_regressor(model, images, points, visible, steps, rate):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x = images.float() / 255
    target = torch.where(visible[..., None], points, torch.nan)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = masked_regression_loss(
            model(x[len(losses) % len(x) :][:1]).reshape(1, -1, 2), target[len(losses) % len(x) :][:1]
        )
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
