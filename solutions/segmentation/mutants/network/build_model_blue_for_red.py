"""Takes images as BGR."""

LOSES = ("network_accuracy", "network_iou")


class Swapped(UNet):
    def forward(self, x):
        return super().forward(x.flip(1))


def build_model(num_classes):
    return Swapped(num_classes)
