"""Dropout goes on when the network is asked."""

LOSES = ("build_regressor", "regressor_error")


class Dropping(Regressor):
    def forward(self, images):
        return super().forward(nn.functional.dropout(images, 0.3, training=True))


def build_regressor(num_keypoints):
    return Dropping(num_keypoints)
