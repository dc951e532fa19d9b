"""Imports go one way: a stage knows only what lies upstream of it, and only the command line prints or exits."""

import ast
from pathlib import Path

import pytest

import autograder

PACKAGE = Path(autograder.__file__).parent
UPSTREAM_FIRST = [
    {"errors", "records"},
    {"zeros"},
    {"identity", "metrics", "sheets", "tables", "times"},
    {"networks", "late_table", "term_table"},
    {"gradescope_table"},
    {"assignment"},
    {"extensions"},
    {"workspace"},
    {"data"},
    {"collect"},
    {"sandbox"},
    {"evaluation"},
    {"exam"},
    {"policy"},
    {"report"},
    {"grading"},
    {"gradebook"},
    {"batch", "doctor", "gradescope"},
    {"authoring"},
    {"packaging"},
    {"students"},
    {"integrations"},
    {"cli"},
    {"__main__"},
]
RANK = {name: rank for rank, names in enumerate(UPSTREAM_FIRST) for name in names}
MODULES = sorted(PACKAGE.rglob("*.py"))


def stage(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_stages(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} if node.module != "autograder" else {f"autograder.{a.name}" for a in node.names}
    return {name.split(".")[1] for name in names if name.startswith("autograder.")} - {"__version__"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_stage_imports_only_what_lies_upstream(module):
    own = stage(module)
    if own == "__init__":
        return
    others = imported_stages(ast.parse(module.read_text(encoding="utf-8"))) - {own}
    downstream = {other for other in others if RANK[other] >= RANK[own]}
    assert not downstream, f"{own} imports {downstream}"


def test_every_module_has_a_place_in_the_order():
    assert {stage(module) for module in MODULES} - {"__init__"} == set(RANK)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_command_line_prints_or_exits(module):
    if stage(module) in {"cli", "__main__"}:
        return
    tree = ast.parse(module.read_text(encoding="utf-8"))
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not called & {"print", "exit", "quit"}


def test_the_process_of_a_candidate_loads_nothing_that_decides_points():
    """What `sandbox.warm` and `sandbox.portable` import is in every candidate's memory."""
    loaded, waiting = set(), ["sandbox/warm.py", "sandbox/portable.py"]
    while waiting:
        path = PACKAGE / waiting.pop()
        if path in loaded:
            continue
        loaded.add(path)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("autograder."):
                for name in [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]:
                    relative = name.removeprefix("autograder.").replace(".", "/")
                    modules = (f"{relative}.py", f"{relative}/__init__.py")
                    waiting += [module for module in modules if (PACKAGE / module).is_file()]
    assert {stage(path) for path in loaded} <= {"sandbox", "records", "errors"}
