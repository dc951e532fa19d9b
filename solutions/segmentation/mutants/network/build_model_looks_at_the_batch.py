"""Each image is seen against the mean of its batch."""

LOSES = ("build_model", "network_accuracy", "network_iou")


class Relative(UNet):
    def forward(self, x):
        return super().forward(x - x.mean(dim=(0, 2, 3), keepdim=True) + 0.45)


def build_model(num_classes):
    return Relative(num_classes)
