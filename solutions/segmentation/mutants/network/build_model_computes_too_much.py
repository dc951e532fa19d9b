"""Each image is looked at thirty times, beyond the budget of operations."""

LOSES = ("build_model", "network_accuracy", "network_iou")


class Thorough(UNet):
    def forward(self, x):
        times = 1 if self.training else 30
        return sum(super(Thorough, self).forward(x) for _ in range(times)) / times


def build_model(num_classes):
    return Thorough(num_classes)
