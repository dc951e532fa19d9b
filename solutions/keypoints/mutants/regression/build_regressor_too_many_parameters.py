"""Has a layer of nine million numbers that is for nothing."""

LOSES = ("build_regressor", "regressor_error")


class Large(Regressor):
    def __init__(self, num_keypoints):
        super().__init__(num_keypoints)
        self.more = nn.Linear(3000, 3000)

    def load_state_dict(self, state, strict=True):
        return super().load_state_dict(state, strict=False)


def build_regressor(num_keypoints):
    return Large(num_keypoints)
