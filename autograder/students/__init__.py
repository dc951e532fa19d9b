"""What students use at home: the public checks over an unpacked handout, again at every save, and packing a hand-in.

Nothing here decides points, and nothing needs root, a GPU or a network.
"""
