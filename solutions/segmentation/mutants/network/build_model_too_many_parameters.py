"""Six million numbers more than the weights file says: the network makes them when it is built."""

LOSES = ("build_model", "network_accuracy", "network_iou")


class Heavy(UNet):
    def __init__(self, classes):
        super().__init__(classes)
        self.table = nn.Embedding(3_000, 2_000, _weight=torch.zeros(3_000, 2_000), _freeze=True)  # nothing for Adam
        self.table._load_from_state_dict = lambda *arguments: None

    def forward(self, x):
        return super().forward(x) + self.table.weight[0, 0]


def build_model(num_classes):
    return Heavy(num_classes)
