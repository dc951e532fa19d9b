"""Right and wrong answers whose results are known."""

import pytest

from autograder.authoring.variants import Kind, variants
from autograder.errors import ConfigError

from ..conftest import ASSIGNMENT

MUTANT = '"""Forgets to double."""\n\nLOSES = ("double",)\n\n\ndef double(x):\n    return x\n'


@pytest.fixture
def course(toy_course):
    workspace = toy_course()
    for name in ("alternates/shift", "mutants", "cheats/lies"):
        (workspace.reference / name).mkdir(parents=True)
    (workspace.reference / "alternates/shift/toy.py").write_text('"""By adding."""\nimport helper\n', encoding="utf-8")
    (workspace.reference / "alternates/shift/helper.py").write_text("", encoding="utf-8")
    (workspace.reference / "mutants/same.py").write_text(MUTANT, encoding="utf-8")
    (workspace.reference / "cheats/lies/toy.py").write_text('"""Lies."""\n', encoding="utf-8")
    return workspace


def test_every_kind_is_found_with_what_it_must_lose(course):
    found = [(v.name, v.kind, v.summary, sorted(v.loses)) for v in variants(course)]
    assert found == [
        ("reference", Kind.REFERENCE, "the reference", []),
        ("skeleton", Kind.SKELETON, "the untouched skeleton", ["double", "triple"]),
        ("shift", Kind.ALTERNATE, "By adding.", []),
        ("same", Kind.MUTANT, "Forgets to double.", ["double"]),
        ("lies", Kind.CHEAT, "Lies.", ["double", "triple"]),
    ]


def test_a_mutant_is_the_reference_with_some_definitions_replaced(course):
    mutant = next(v for v in variants(course) if v.kind is Kind.MUTANT)
    names: dict = {}
    exec(mutant.submission.sources["toy"].text, names)
    assert (names["double"](2), names["triple"](2)) == (2, 6)


def test_a_line_of_a_mutant_is_told_as_what_it_is_in_its_file(course):
    source = next(v for v in variants(course) if v.kind is Kind.MUTANT).submission.sources["toy"]
    lines = source.text.split("\n")
    first = lines.index("def double(x):") + 1
    assert source.place(first) == f"toy.py, line {first}"
    assert source.place(len(lines) - 1) == "toy.py, line 7 of the mutant"
    assert lines[-2] == MUTANT.split("\n")[6]


def test_the_skeleton_holds_no_solution(course):
    skeleton = next(v for v in variants(course) if v.kind is Kind.SKELETON)
    names: dict = {}
    exec(skeleton.submission.sources["toy"].text, names)
    with pytest.raises(NotImplementedError, match="double: not implemented yet"):
        names["double"](2)


def test_all_files_of_an_alternate_are_modules(course):
    alternate = next(v for v in variants(course) if v.kind is Kind.ALTERNATE)
    assert set(alternate.submission.sources) == {"helper", "toy"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (MUTANT.replace('LOSES = ("double",)', ""), 'expected LOSES = ("question", ...)'),
        (MUTANT.replace('("double",)', '"double"'), 'expected LOSES = ("question", ...)'),
        (MUTANT.replace('("double",)', "()"), 'expected LOSES = ("question", ...)'),
        (MUTANT.replace('("double",)', "names()"), 'expected LOSES = ("question", ...)'),
        (MUTANT.replace('("double",)', "{[]: 1}"), 'expected LOSES = ("question", ...)'),
        (MUTANT.replace('"double"', '"duble"'), "LOSES names duble, but there is no such question"),
        (MUTANT.replace('"""Forgets to double."""', ""), "expected a docstring"),
        ("def double(x:\n", "same.py:1"),
        (MUTANT.replace("def double", "from __future__ import annotations\ndef double"), "from __future__"),
    ],
)
def test_a_mutant_that_is_not_made_as_one_is_named(course, text, message):
    (course.reference / "mutants/same.py").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        list(variants(course))
    assert message in str(caught.value)
    assert "same.py" in str(caught.value)


def test_two_variants_of_one_name_are_refused(course):
    (course.reference / "mutants/lies.py").write_text(MUTANT, encoding="utf-8")
    with pytest.raises(ConfigError, match="two variants are called 'lies'"):
        list(variants(course))


def test_an_empty_alternate_is_refused(course):
    (course.reference / "alternates/empty").mkdir()
    with pytest.raises(ConfigError, match=r"empty: expected a folder .* found none of toy.py"):
        list(variants(course))


def test_an_alternate_that_is_no_python_is_named(course):
    (course.reference / "alternates/shift/toy.py").write_text("def double(x:\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"toy\.py:1: "):
        list(variants(course))


def test_an_alternate_of_some_files_has_the_others_from_the_reference(toy_course):
    workspace = two_files(toy_course)
    (workspace.reference / "alternates/shift").mkdir(parents=True)
    (workspace.reference / "alternates/shift/more.py").write_text('"""By adding."""\n', encoding="utf-8")
    alternate = next(v for v in variants(workspace) if v.kind is Kind.ALTERNATE)
    assert alternate.summary == "By adding."
    assert alternate.submission.sources["more"].text == '"""By adding."""\n'
    assert "def double" in alternate.submission.sources["toy"].text


def test_what_a_cheat_does_not_hold_is_the_skeleton(toy_course):
    """It would earn points with the reference's."""
    workspace = two_files(toy_course)
    (workspace.reference / "cheats/lies").mkdir(parents=True)
    (workspace.reference / "cheats/lies/more.py").write_text('"""Lies."""\n', encoding="utf-8")
    cheat = next(v for v in variants(workspace) if v.kind is Kind.CHEAT)
    skeleton = next(v for v in variants(workspace) if v.kind is Kind.SKELETON)
    assert cheat.summary == "Lies."
    assert cheat.submission.sources["more"].text == '"""Lies."""\n'
    assert cheat.submission.sources["toy"] == skeleton.submission.sources["toy"]


def test_a_cheat_without_any_file_is_refused(toy_course):
    workspace = two_files(toy_course)
    (workspace.reference / "cheats/lies").mkdir(parents=True)
    with pytest.raises(ConfigError, match=r"lies: .* found none of toy.py, more.py in it"):
        list(variants(workspace))


def test_mutants_of_several_files_lie_in_a_folder_for_each(toy_course):
    workspace = two_files(toy_course)
    (workspace.reference / "mutants/more").mkdir(parents=True)
    (workspace.reference / "mutants/more/none.py").write_text(MUTANT, encoding="utf-8")
    mutant = next(v for v in variants(workspace) if v.kind is Kind.MUTANT)
    assert mutant.name == "none"
    assert mutant.submission.sources["more"].text.endswith(MUTANT)
    assert "Forgets" not in mutant.submission.sources["toy"].text


@pytest.mark.parametrize("place", ["none.py", "mroe/none.py"])
def test_a_mutant_of_no_known_file_is_named(toy_course, place):
    workspace = two_files(toy_course)
    path = workspace.reference / "mutants" / place
    path.parent.mkdir(parents=True)
    path.write_text(MUTANT, encoding="utf-8")
    with pytest.raises(ConfigError, match="expected mutants in mutants/toy/, mutants/more/"):
        list(variants(workspace))


def two_files(toy_course):
    """The toy course with a second file to hand in."""
    workspace = toy_course(assignment=ASSIGNMENT.replace('["toy.py"]', '["toy.py", "more.py"]'))
    (workspace.reference / "more.py").write_text("MORE = 1\n", encoding="utf-8")
    return workspace
