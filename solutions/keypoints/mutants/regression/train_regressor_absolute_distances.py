"""Learns from distances, not from their squares."""

LOSES = ("train_regressor",)


def train_regressor(model, images, points, visible, steps, rate):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x = images.float() / 255
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = (model(x).reshape(points.shape) - points)[visible].norm(dim=-1).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
