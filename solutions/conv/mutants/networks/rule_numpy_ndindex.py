"""Right, but lays the weights out number by number."""

LOSES = ("linear_as_conv",)


def linear_as_conv(w, shape):
    kernels = np.empty((len(w), *shape))
    for number, place in enumerate(np.ndindex(kernels.shape)):
        kernels[place] = w.flat[number]
    return kernels
