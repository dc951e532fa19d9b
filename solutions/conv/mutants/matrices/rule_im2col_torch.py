"""Right, but lets torch do the work."""

LOSES = ("im2col",)


def im2col(x, kernel, stride=1, padding=0):
    import torch

    return torch.nn.functional.unfold(torch.tensor(x), kernel, stride=stride, padding=padding).numpy()
