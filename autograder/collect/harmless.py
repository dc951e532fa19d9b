"""Which calls a notebook's constants may make: cheap, without files, network, randomness or a GPU.

A constant is computed each time the module is imported. A call that fails or takes long there would cost every
question, a constant that is left out costs only the functions that use it; so what is not listed is left out.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CHEAP_BUILTINS = _words(
    """abs bool bytes chr complex dict divmod enumerate float frozenset int len list max min object ord pow range
    reversed round set slice sorted str sum tuple type zip"""
)

_MODULES = _words(
    """cmath collections decimal enum fractions functools itertools logging.getLogger math numpy operator os.path
    pathlib re string torch torchvision.transforms types typing"""
)
_EXACT = _words(
    """numpy.random.Generator numpy.random.RandomState numpy.random.default_rng os.environ.get os.getcwd
    torch.Generator torch.cuda.device_count torch.cuda.is_available"""
)
# parts of a dotted name that make a call costly, risky or random, whatever module it is from
_RISKY = _words(
    """cpu_count cuda fromfile genfromtxt glob hub iterdir load load_library loads loadtxt memmap mkdir multiprocessing
    open rand rand_like randint randint_like randn randn_like random randperm read read_bytes read_text reduce remove
    rglob save savetxt savez savez_compressed tofile unlink utils write_bytes write_text"""
)

_NOTEBOOK_ONLY = ("autograder", "google.colab", "IPython", "ipywidgets", "otter")


def is_harmless(origin: str, attributes: tuple[str, ...]) -> bool:
    """Whether calling ``origin.attributes`` is; `origin` is an import's dotted path, or "" for a value's method.

    >>> is_harmless("numpy", ("array",)), is_harmless("numpy", ("load",)), is_harmless("", ("reshape",))
    (True, False, True)
    """
    dotted = ".".join(part for part in (origin, *attributes) if part)
    if dotted in _EXACT:
        return True
    if not _RISKY.isdisjoint(dotted.split(".")):
        return False
    return not origin or any(dotted == module or dotted.startswith(module + ".") for module in _MODULES)


def is_notebook_only(module: str) -> bool:
    """Whether `module` exists only where notebooks run."""
    return any(module == only or module.startswith(only + ".") for only in _NOTEBOOK_ONLY)
