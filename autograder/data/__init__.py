"""Data sets of labelled images: makers, loaders and their descriptions."""
