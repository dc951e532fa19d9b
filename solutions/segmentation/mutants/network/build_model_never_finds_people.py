"""People are never found, which pixel accuracy hardly notices."""

LOSES = ("network_iou",)


class Blind(UNet):
    def forward(self, x):
        scores = super().forward(x)
        return torch.cat([scores[:, :5], scores[:, 5:] - 50], dim=1)


def build_model(num_classes):
    return Blind(num_classes)
