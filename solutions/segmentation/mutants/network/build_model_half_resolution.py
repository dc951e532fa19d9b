"""Scores for areas of 8 × 8 pixels."""

LOSES = ("network_iou", "network_accuracy")


class Coarse(UNet):
    def forward(self, x):
        scores = super().forward(x)
        return scores[:, :, ::8, ::8].repeat_interleave(8, 2).repeat_interleave(8, 3)[:, :, : x.shape[2], : x.shape[3]]


def build_model(num_classes):
    return Coarse(num_classes)
