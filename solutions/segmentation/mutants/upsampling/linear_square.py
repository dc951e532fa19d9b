"""Takes the kernel to be as wide as it is tall, as far as the numbers go."""

LOSES = ("linear_to_conv",)


def linear_to_conv(weight, bias, channels, height, width):
    return weight.reshape(len(weight), channels, -1)[:, :, : height * height].reshape(
        -1, channels, height, height
    ), bias
