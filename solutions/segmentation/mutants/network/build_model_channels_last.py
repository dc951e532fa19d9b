"""Scores lie along the last axis."""

LOSES = ("train", "build_model", "network_accuracy", "network_iou")


class Last(UNet):
    def forward(self, x):
        return super().forward(x).permute(0, 2, 3, 1)


def build_model(num_classes):
    return Last(num_classes)
