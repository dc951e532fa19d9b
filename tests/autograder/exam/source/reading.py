"""Texts of hand-ins, and what is found in them."""

import textwrap

from autograder.assignment import Rules
from autograder.exam.source_rules import violations
from autograder.records import SourceFile

NO_LOOPS = Rules(function="layers.f", loops=False)


def source(module, text, **kwargs):
    origin = module.replace(".", "/") + ".py"
    return SourceFile(module=module, origin=origin, text=textwrap.dedent(text), **kwargs)


def check(text, rules=NO_LOOPS, **others):
    """Violations of `text` as ``layers``; other modules by name, ``__`` for a dot."""
    sources = {"layers": source("layers", text)}
    for name, other in others.items():
        module = name.replace("__", ".").removesuffix(".init")
        sources[module] = source(module, other, is_package=name.endswith("__init"))
    return violations(sources, rules)


def reasons(text, rules=NO_LOOPS, **others):
    return [violation.reason for violation in check(text, rules, **others)]


LOOP = "def slow(x):\n    for i in x: pass\n"
GO = "TABLE = {}\ndef go(x):\n    for i in x: pass\nclass Slow:\n    def go(self, x): return go(x)\n"
