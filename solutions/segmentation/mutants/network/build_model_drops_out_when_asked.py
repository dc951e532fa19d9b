"""Dropout goes on when the network is asked."""

LOSES = ("build_model", "network_accuracy", "network_iou")


class Dropping(UNet):
    def forward(self, x):
        return super().forward(nn.functional.dropout(x, 0.3, training=True))


def build_model(num_classes):
    return Dropping(num_classes)
