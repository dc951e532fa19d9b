"""Which scope binds which name: Python's own symbol tables are the oracle."""

import argparse
import ast
import dataclasses
import inspect
import statistics
import symtable
import sys
import textwrap
import typing

import pytest

from autograder.exam.source.bindings import Binder, imported_module
from autograder.exam.source.scopes import Kind, Scope, Unit, walk
from autograder.records import SourceFile

ODD = textwrap.dedent("""
    import a.b, c.d as e
    from f import g as h, i
    j: int = 1
    k: str
    l = (o := [m for n in [1] if (p := n)])
    def q(r, /, s=1, *t, u=2, **v):
        global w, x
        w = y = 1
        def z():
            nonlocal y
            y = aa = 2
            return lambda bb, cc=3: (dd := bb)
        for ee, (ff, *gg) in []: pass
        with open() as hh, open() as (ii, jj): pass
        try: pass
        except OSError as kk: pass
        match ll:
            case [mm, *nn] | {"a": mm, **nn}: pass
            case C(oo=pp) as qq: pass
        del rr
        import ss.tt
        yy[zz].ab = 1
        return {ac: [ac for ad in ac] for ac in ad}
    class D(E):
        af = ag = 1
        def ah(self): self.ai = af
        aj = (ak for ak in af)
""")
TEXTS = {"odd": ODD} | {m.__name__: inspect.getsource(m) for m in (argparse, dataclasses, statistics, typing, inspect)}


def bound(text):
    """(kind, names) of every scope, as this package sees it."""
    scope = Scope(Kind.MODULE, ast.Module(body=[], type_ignores=[]))
    tree = ast.parse(text)
    Binder(SourceFile(module="m", origin="m.py", text=text), scope).bind(tree)
    scopes = {scope, *(inner for _, inner in walk(Unit(tree, scope)))}
    scopes |= {inner for outer in scopes for inner in outer._inner.values()}
    kinds = {Kind.COMPREHENSION: "function"}
    return sorted((kinds.get(one.kind, one.kind.value), sorted(one.names)) for one in scopes)


def bound_by_python(text):
    """The same from `symtable`."""
    tables, result = [symtable.symtable(text, "m.py", "exec")], []
    elsewhere = {name for table in _all(tables[0]) for name in _declared_global(table)}
    for table in _all(tables[0]):
        kind = getattr(table.get_type(), "value", table.get_type())
        names = {s.get_name() for s in table.get_symbols() if _binds(s, table)}
        names |= elsewhere if kind == "module" else set()
        result.append((kind, sorted(_plain(name, table) for name in names if not name.startswith("."))))
    return sorted(result)


def _all(table):
    return [table, *(inner for child in table.get_children() for inner in _all(child))]


def _binds(symbol, table):
    here = symbol.is_assigned() or symbol.is_imported() or symbol.is_parameter() or symbol.is_annotated()
    outside = symbol.is_declared_global() or symbol.is_nonlocal()
    return here and not outside and (symbol.is_local() or table.get_type() == "module" or symbol.is_global())


def _declared_global(table):
    return {s.get_name() for s in table.get_symbols() if s.is_declared_global() and s.is_assigned()}


def _plain(name, table):
    """Without the class name that Python puts before ``__private``."""
    _, mark, private = name.partition("__")
    return mark + private if name.startswith("_") and mark and not name.startswith("__") else name


@pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="since PEP 709, symtable counts comprehensions to the function around them"
)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_scope_binds_what_python_says(text):
    assert bound(text) == bound_by_python(text)


@pytest.mark.parametrize(
    ("statement", "module", "is_package", "found"),
    [
        ("from a.b import c", "layers", False, "a.b"),
        ("from .b import c", "a.layers", False, "a.b"),
        ("from . import c", "a.layers", False, "a"),
        ("from . import c", "a", True, "a"),
        ("from ..b import c", "a.x.layers", False, "a.b"),
        ("from .b import c", "layers", False, "b"),
        ("from ...b import c", "layers", False, "b"),
    ],
)
def test_a_relative_import_is_read_from_its_package(statement, module, is_package, found):
    source = SourceFile(module=module, origin="", text=statement, is_package=is_package)
    assert imported_module(source, ast.parse(statement).body[0]) == found
