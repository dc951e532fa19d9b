"""Grade computer-vision hand-ins in a sandbox: see DESIGN in docs/ and the README."""

__version__ = "0.1.0"
