"""Scores are float64."""

LOSES = ("build_model", "network_accuracy", "network_iou")


class Double(UNet):
    def forward(self, x):
        return super().forward(x).double()


def build_model(num_classes):
    return Double(num_classes)
