"""The last answer is mixed into the next."""

LOSES = ("build_model", "network_accuracy", "network_iou")


class Remembering(UNet):
    last = None

    def forward(self, x):
        scores = super().forward(x)
        if self.last is not None and self.last.shape[2:] == scores.shape[2:] and self.last.shape[1] == scores.shape[1]:
            scores = scores + self.last.mean(0, keepdim=True)
        self.last = scores.detach()
        return scores


def build_model(num_classes):
    return Remembering(num_classes)
