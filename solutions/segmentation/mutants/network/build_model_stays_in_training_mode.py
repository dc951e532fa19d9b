"""Batch normalisation goes on using the images at hand when the network is asked."""

LOSES = ("build_model", "network_accuracy", "network_iou")


class Learning(UNet):
    def train(self, mode=True):
        return super().train(True)


def build_model(num_classes):
    return Learning(num_classes)
