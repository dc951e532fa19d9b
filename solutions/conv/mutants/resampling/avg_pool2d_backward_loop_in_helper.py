"""Right, but the loop over the window hides in a helper."""

LOSES = ("avg_pool2d_backward",)


def spread(dx, share, kernel, stride):
    HO, WO = share.shape[2:]
    for place in range(math.prod(kernel)):
        u, v = divmod(place, kernel[1])
        dx[:, :, u:, v:][:, :, ::stride, ::stride][:, :, :HO, :WO] += share
    return dx


def avg_pool2d_backward(dout, cache):
    shape, kernel, stride = cache
    return spread(np.zeros(shape), dout / math.prod(kernel), kernel, stride)
