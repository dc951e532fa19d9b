"""A fully convolutional network after Long et al. 2015, whose weights come as a `state_dict`; learning and asking in
other words."""

import torch
from torch import nn


class TinyNet(nn.Module):
    """As given."""

    def __init__(self, num_classes):
        super().__init__()
        self.first = nn.Conv2d(3, 4, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(4)
        self.last = nn.Conv2d(4, num_classes, 1)

    def forward(self, x):
        return self.last(torch.relu(self.norm(self.first(x))))


def train(model, images, labels, steps, rate, ignore=255):
    """The loss by hand, from log-softmax and the mean over pixels that count."""
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    counts = labels != ignore
    right = labels.long().where(counts, torch.zeros((), dtype=torch.long))

    def loss():
        surprise = -model(images / 255.0).log_softmax(1).gather(1, right[:, None])[:, 0]
        return surprise[counts].mean()

    def step():
        model.zero_grad()
        value = loss()
        value.backward()
        optimizer.step()
        return float(value.detach())

    return [step() for _ in range(steps)]


def segment(model, images):
    """Image by image."""
    model.requires_grad_(True).train(False)
    with torch.inference_mode():
        answers = [model(image[None].div(255)).topk(1, dim=1).indices[:, 0] for image in images]
    return torch.cat(answers).byte().clone()


class FCN(nn.Module):
    """Convolutions with stride, and scores at three sizes that are brought up and added."""

    def __init__(self, num_classes):
        super().__init__()

        def stage(inputs, outputs, stride):
            return nn.Sequential(
                nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False),
                nn.BatchNorm2d(outputs),
                nn.ReLU(),
                nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False),
                nn.BatchNorm2d(outputs),
                nn.ReLU(),
            )

        self.stages = nn.ModuleList([stage(3, 16, 1), stage(16, 32, 2), stage(32, 64, 2), stage(64, 128, 2)])
        self.score = nn.ModuleList(nn.Conv2d(width, num_classes, 1) for width in (16, 32, 64, 128))

    def forward(self, x):
        features = []
        for stage in self.stages:
            x = stage(x)
            features.append(x)
        scores = self.score[-1](features[-1])
        for feature, score in zip(features[-2::-1], list(self.score)[-2::-1], strict=True):
            scores = nn.functional.interpolate(scores, feature.shape[-2:], mode="bilinear", align_corners=False)
            scores = scores + score(feature)
        return scores


def build_model(num_classes):
    """Not trained yet."""
    return FCN(num_classes)
