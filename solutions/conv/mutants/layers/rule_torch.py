"""Right, but lets torch do the work."""

LOSES = ("conv2d_backward", "lenet")


def conv2d_backward(dout, cache):
    import torch

    shape, w, patches, stride, padding = cache
    dw = np.tensordot(dout, patches, axes=((0, 2, 3), (0, 2, 3)))
    dx = torch.nn.grad.conv2d_input(shape, torch.tensor(w), torch.tensor(dout), stride, padding)
    return dx.numpy(), dw, dout.sum(axis=(0, 2, 3))
