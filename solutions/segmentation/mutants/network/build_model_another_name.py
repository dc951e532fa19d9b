"""All layers have other names than in the weights."""

LOSES = ("build_model", "network_accuracy", "network_iou")


class Renamed(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.net = UNet(classes)

    def forward(self, x):
        return self.net(x)


def build_model(num_classes):
    return Renamed(num_classes)
