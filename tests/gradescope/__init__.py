"""Gradescope's container, made here: ``make test-gradescope``."""
