"""Another architecture: fully convolutional with skips, enlarged by transposed convolutions that begin as bilinear."""

import torch
from torch import nn
from upsampling import bilinear_kernel


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
    """With the names that torch's own tutorial gives."""
    model = model.train()
    criterion = nn.CrossEntropyLoss(ignore_index=ignore)
    optimizer = torch.optim.Adam(model.parameters(), rate)
    inputs, history = images.to(torch.float32).div(255.0), []
    while len(history) < steps:
        loss = criterion(model(inputs), labels.to(torch.int64))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        history += [float(loss)]
    return history


@torch.no_grad()
def segment(model, images):
    """The highest score, by its place."""
    return model.eval()(images.mul(1 / 255)).max(dim=1)[1].byte()


def layers(inputs, outputs, stride):
    return [
        nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.LeakyReLU(0.1, inplace=True),
    ]


class Skipping(nn.Module):
    """Down to a 16th; on the way up, what each stage has seen is added, 32 numbers a pixel."""

    WIDTHS, SHARED = (24, 48, 96, 160), 32

    def __init__(self, classes):
        super().__init__()
        self.stages, self.skips, self.ups, self.mixed = (nn.ModuleList() for _ in range(4))
        inputs = 3
        for width in self.WIDTHS:
            self.stages.append(nn.Sequential(*layers(inputs, width, 2), *layers(width, width, 1)))
            self.skips.append(nn.Conv2d(width, self.SHARED, 1))
            inputs = width
        for _ in self.WIDTHS[1:]:
            self.ups.append(self.enlarging(self.SHARED))
            self.mixed.append(nn.Sequential(*layers(self.SHARED, self.SHARED, 1)))
        self.classes = nn.Conv2d(self.SHARED, classes, 1)
        self.last = self.enlarging(classes)

    def enlarging(self, channels):
        layer = nn.ConvTranspose2d(channels, channels, 4, stride=2, padding=1, bias=False)
        layer.weight.data.copy_(bilinear_kernel(channels, 2))
        return layer

    def forward(self, images):
        x, seen = images, []
        for stage, skip in zip(self.stages, self.skips):  # noqa: B905
            x = stage(x)
            seen.append(skip(x))
        x = seen.pop()
        for up, mixed in zip(self.ups, self.mixed):  # noqa: B905
            finer = seen.pop()
            x = mixed(up(x)[:, :, : finer.shape[2], : finer.shape[3]] + finer)
        return self.last(self.classes(x))[:, :, : images.shape[2], : images.shape[3]]


def build_model(num_classes):
    """Not trained yet."""
    return Skipping(num_classes)
