"""What is imported before a candidate starts."""

import sys

import pytest

from autograder.sandbox.preload import _LAZY, import_libraries
from tests.autograder.sandbox.helpers import in_python


def test_libraries_come_with_what_they_import_late_and_memory_is_frozen():
    seen = in_python(
        """
        import gc, sys
        from autograder.sandbox.preload import import_libraries
        import_libraries(("numpy", "colorsys"))
        import numpy
        first = numpy.random.rand()
        numpy.random.seed(0)
        print("colorsys" in sys.modules, "numpy.fft" in sys.modules)
        print(first == numpy.random.rand(), gc.get_freeze_count() > 1000)
        """
    )
    assert seen.split() == ["True"] * 4


def test_a_library_that_is_missing_is_an_import_error():
    with pytest.raises(ModuleNotFoundError):
        import_libraries(("no_such_library",))


def test_what_is_imported_late_exists():
    import importlib.util

    for library, late in _LAZY.items():
        if importlib.util.find_spec(library) is not None and library in sys.modules:
            assert all(importlib.util.find_spec(name) is not None for name in late)
