"""Answers of no use at all, which a check must survive: whatever a function returns, the check says pass or fail.

A check that unpacks, indexes or compares what it got with plain Python breaks on the commonest wrong answers, and then
the whole hand-in is held.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from autograder.authoring.variants import Kind, Variant
from autograder.records import HandIn, SourceFile

JUNK = {"junk_none": "None", "junk_zero": "0", "junk_list": "[]", "junk_tuple": "()", "junk_text": "'junk'"}
"""Name of the variant → what every function of it returns, as Python."""


def junk(reference: Variant) -> Iterator[Variant]:
    """For each of `JUNK`, the reference with every function of its modules returning that."""
    for name, value in JUNK.items():
        sources = {module: _returning(source, value) for module, source in reference.submission.sources.items()}
        submission = replace(reference.submission, hand_in=HandIn(key=name), sources=sources)
        yield Variant(name, Kind.JUNK, f"every function returns {value}", frozenset(), submission, reference.place)


def _returning(source: SourceFile, value: str) -> SourceFile:
    """The module with every function, and every class that may be called as one, defined again: the later one holds."""
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    names = dict.fromkeys(node.name for node in ast.parse(source.text).body if isinstance(node, defined))
    added = "".join(f"\n\ndef {name}(*_, **__):\n    return {value}\n" for name in names)
    return replace(source, text=f"{source.text}{added}")
