"""An odd row or column has no scores."""

LOSES = ("train", "build_model")


class Cropping(UNet):
    def forward(self, x):
        return super().forward(x[:, :, : x.shape[2] // 2 * 2, : x.shape[3] // 2 * 2])


def build_model(num_classes):
    return Cropping(num_classes)
