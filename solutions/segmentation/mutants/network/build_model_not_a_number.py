"""Where nothing is seen, scores are not a number."""

LOSES = ("train", "build_model", "network_accuracy", "network_iou")


class Dividing(UNet):
    def forward(self, x):
        scores = super().forward(x)
        return scores / (scores > scores.mean())


def build_model(num_classes):
    return Dividing(num_classes)
