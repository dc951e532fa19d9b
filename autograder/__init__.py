"""Grade computer-vision hand-ins in a sandbox; the README says how it is used and how it is built."""

__version__ = "0.1.0"
