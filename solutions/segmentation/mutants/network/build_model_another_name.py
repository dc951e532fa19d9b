"""The last layer has another name than in the weights."""

LOSES = ("network_accuracy", "network_iou", "build_model")


class Renamed(UNet):
    def __init__(self, classes):
        super().__init__(classes)
        self.head = self.scores
        del self.scores

    def forward(self, x):
        return self.head(x)


def build_model(num_classes):
    return Renamed(num_classes)
