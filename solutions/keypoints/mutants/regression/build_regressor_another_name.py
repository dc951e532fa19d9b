"""All layers have other names than in the weights."""

LOSES = ("build_regressor", "regressor_error")


class Renamed(nn.Module):
    def __init__(self, num_keypoints):
        super().__init__()
        self.net = Regressor(num_keypoints)

    def forward(self, images):
        return self.net(images)


def build_regressor(num_keypoints):
    return Renamed(num_keypoints)
