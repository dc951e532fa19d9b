"""Networks without batch normalisation, which has gone into their convolutions; losses written out."""

import torch
from torch import nn


class TinyRegressor(nn.Module):
    """As given."""

    def __init__(self, num_keypoints):
        super().__init__()
        self.first = nn.Conv2d(3, 4, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(4)
        self.last = nn.Linear(4, 2 * num_keypoints)

    def forward(self, x):
        return self.last(torch.relu(self.norm(self.first(x))).mean(dim=(2, 3)))


def train_regressor(model, images, points, visible, steps, rate):
    """The loss from the points that count alone."""
    optimizer = torch.optim.Adam(model.train().parameters(), lr=rate)

    def step():
        model.zero_grad(set_to_none=False)
        found = model(images.div(255)).view(len(images), -1, 2)
        loss = nn.functional.mse_loss(found[visible], points[visible]) * 2
        loss.backward()
        optimizer.step()
        return float(loss.detach())

    return [step() for _ in range(steps)]


def predict_points(model, images):
    """Image by image."""
    model.train(False)
    with torch.inference_mode():
        numbers = torch.stack([model(image[None] / 255.0)[0] for image in images])
    return torch.stack([numbers[:, 0::2], numbers[:, 1::2]], dim=2).clone()


def convolutions(*widths, strides):
    """3 × 3 with a bias; started so that a deep stack of them learns without batch normalisation."""
    layers = []
    for inputs, outputs, stride in zip(widths, widths[1:], strides, strict=False):
        layers.append(nn.Conv2d(inputs, outputs, 3, stride, 1))
        nn.init.kaiming_normal_(layers[-1].weight, nonlinearity="relu")
        nn.init.zeros_(layers[-1].bias)
        layers.append(nn.ReLU())
    return layers


class Plain(nn.Sequential):
    """The reference's layers in a row, an image of 96 × 96 in, pixels out."""

    def __init__(self, num_keypoints):
        widths = (3, 16, 32, 32, 64, 64, 64, 128, 128, 128)
        look = convolutions(*widths, strides=(2, 2, 1, 2, 1, 1, 2, 1, 1))
        tell = [nn.Conv2d(128, 32, 1), nn.ReLU(), nn.Flatten(), nn.Linear(1152, 256), nn.ReLU()]
        super().__init__(*look, *tell, nn.Linear(256, 2 * num_keypoints))

    def forward(self, x):
        return super().forward(x - 0.45) * 48 + 47.5


def build_regressor(num_keypoints):
    """Not trained yet."""
    return Plain(num_keypoints)
