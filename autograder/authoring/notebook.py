"""The handout's notebook: every exercise with its text and pictures, an example to try, and its checks.

Made of what is there already: the assignment, the docstrings of the skeleton and the public checks. The exercises live
in the ``.py`` files beside it, and the notebook imports them; untouched it answers nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import nbformat

from autograder.assignment import Assignment, Course, Question
from autograder.authoring import readme
from autograder.authoring.docstrings import to_markdown
from autograder.authoring.examples import Example, example_of
from autograder.authoring.guide import Part
from autograder.authoring.lesson import Exercise, Lesson, Text
from autograder.authoring.pictures import embedded
from autograder.report.text import counted

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_LONGEST_LINE = 100
_MAX_ID = 64  # characters, as the format wants
_RELOAD = "%load_ext autoreload\n%autoreload 2"  # a saved change of a file is seen by the next cell
_COLAB = """\
# Colab opens a notebook alone. There, this asks for the handout's zip, and for the wheel (.whl) of cv-autograder if
# your course gave you one: choose both at once. Elsewhere it does nothing.
import sys
from pathlib import Path

if "google.colab" in sys.modules and not Path("assignment.toml").exists():
    import os
    import shutil

    from google.colab import files

    for name in files.upload():
        if name.endswith(".zip"):
            shutil.unpack_archive(name)
        elif name.endswith(".whl"):
            %pip install --quiet {name}
    os.chdir(next(Path().rglob("assignment.toml")).parent)
    sys.path.insert(0, os.getcwd())"""
_PACK = '!"{sys.executable}" -m autograder pack'

Cells = Iterator[Any]


def build_notebook(
    assignment: Assignment,
    course: Course,
    lessons: Mapping[str, Lesson],
    checks: Sequence[str],
    guide: Sequence[Part] = (),
    pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> str:
    """The notebook as JSON: no outputs, the same text for the same course.

    Args:
        lessons: file → what it teaches.
        checks: the texts of the files with public checks.
        guide: what comes after the exercises.
        pictures: path in the handout → content of what its texts show.
    """
    examples = {question.name: example_of(question.name, checks) for question in assignment.questions}
    cells = [
        _markdown("notebook-opening", _opening(assignment, course)),
        _code("notebook-colab", _COLAB),
        _code("notebook-setup", _setup(assignment, examples.values())),
    ]
    for file, questions in readme.by_file(assignment).items():
        cells += _section(assignment, file, questions, lessons[file], examples)
    cells += [_of_guide(number, part) for number, part in enumerate(guide, start=1)]
    cells += [_markdown("notebook-pack", _packing(assignment)), _code("notebook-pack-now", _PACK)]
    for cell in cells:
        if cell.cell_type == "markdown":
            cell.source = embedded(cell.source, pictures)
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=_METADATA)
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook)
    return text.rstrip("\n") + "\n"


def _opening(assignment: Assignment, course: Course) -> str:
    beside = "lies" if len(assignment.files) == 1 else "lie"
    parts = [
        f"# {assignment.title}",
        readme.what_it_is(assignment, course),
        f"Write your answers into {readme.listed(assignment.files)}, which {beside} beside this notebook. Here you see "
        "every exercise, try it, and check it. Save the file, then run a cell again: it sees what you changed. "
        "Run the next two cells first.",
        readme.only_a_good_sign(),
        *_table_of_files(assignment),
        *readme.rules(assignment),
        *readme.deadline(assignment, course),
        readme.what_to_hand_in(assignment),
    ]
    return "\n\n".join(parts)


def _table_of_files(assignment: Assignment) -> list[str]:
    if len(assignment.files) == 1:
        return []
    rows = [
        f"| `{file}` | {len(questions)} | {readme.points_of(questions)} |"
        for file, questions in readme.by_file(assignment).items()
    ]
    return ["| file | questions | points |\n|---|---|---|\n" + "\n".join(rows)]


def _setup(assignment: Assignment, examples: Iterable[Example | None]) -> str:
    imports = sorted({line for example in examples if example is not None for line in example.imports})
    grader = f'grader = grader_for("{readme.notebook_name(assignment)}")'
    ours = ["from autograder.integrations.notebook import grader_for", "", grader]
    return "\n".join([_RELOAD, "import sys", "", *imports, *([""] if imports else []), *ours])


def _packing(assignment: Assignment) -> str:
    return f"## Hand in\n\n{readme.what_to_hand_in(assignment)} {readme.packing()}"


def _section(
    assignment: Assignment,
    file: str,
    questions: Sequence[Question],
    lesson: Lesson,
    examples: Mapping[str, Example | None],
) -> Cells:
    """The cells about one file, in its order; questions about something else than its definitions come last."""
    module = file.removesuffix(".py")
    asked = {question.name: _definition(assignment, question, module) for question in questions}
    parts = [part for part in lesson.parts if isinstance(part, Text) or part.is_open or part.name in asked.values()]
    names = [part.name for part in parts if isinstance(part, Exercise)]
    yield _markdown(f"{module}-file", _heading(file, questions, lesson.docstring))
    if names:
        yield _code(f"{module}-import", _import(module, names))
    texts = 0
    for part in parts:
        if isinstance(part, Text):
            texts += 1
            yield _markdown(f"{module}-text-{texts}", part.markdown)
            continue
        about = [question for question in questions if asked[question.name] == part.name]
        if not about:  # a part of another exercise
            yield _markdown(
                f"{module}-part-{part.name}", f"#### `{part.name}`\n\n{to_markdown(part.docstring)}".rstrip()
            )
        for question in about:
            yield from _exercise(question, part, examples[question.name], names)
    for question in (each for each in questions if asked[each.name] not in names):
        yield _markdown(question.name, _title(question))
        yield _check(question)


def _of_guide(number: int, part: Part) -> Any:
    return (_code if part.language else _markdown)(f"guide-{number}", part.cell)


def _definition(assignment: Assignment, question: Question, module: str) -> str:
    """The top-level name in `module` that a question is about; "" for something elsewhere."""
    function = assignment.rules_of(question).function or ""
    return function.removeprefix(f"{module}.").partition(".")[0] if function.startswith(f"{module}.") else ""


def _heading(file: str, questions: Sequence[Question], docstring: str) -> str:
    summary, _, text = docstring.partition("\n")
    title = f"## `{file}`: {summary.rstrip('.')}" if summary else f"## `{file}`"
    points = counted(sum(question.points for question in questions), "point")
    return "\n\n".join(filter(None, [f"{title} ({points})", to_markdown(text.strip("\n"))]))


def _exercise(question: Question, exercise: Exercise, example: Example | None, imported: Sequence[str]) -> Cells:
    special = [f"Rule: {text}." for text in readme.in_words(question.rules)]
    yield _markdown(question.name, "\n\n".join([_title(question), to_markdown(exercise.docstring), *special]).rstrip())
    yield _code(f"{question.name}-try", _try(exercise.name, example, imported))
    yield _check(question)


def _title(question: Question) -> str:
    points = counted(question.points, "point")
    return (
        f"### {question.title}: `{question.name}` ({points})" if question.title else f"### `{question.name}` ({points})"
    )


def _try(name: str, example: Example | None, imported: Sequence[str]) -> str:
    if example is None:
        return f"# Try {name} here."
    others = {function: module for function, module in example.functions.items() if function not in imported}
    return "\n".join([*(_import(module, [function]) for function, module in sorted(others.items())), example.code])


def _check(question: Question) -> Any:
    return _code(f"{question.name}-check", f'grader.check("{question.name}")')


def _import(module: str, names: Sequence[str]) -> str:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= _LONGEST_LINE:
        return line
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")"


def _markdown(identifier: str, text: str) -> Any:
    return nbformat.v4.new_markdown_cell(text, id=_id(identifier))


def _code(identifier: str, text: str) -> Any:
    return nbformat.v4.new_code_cell(text, id=_id(identifier))


def _id(identifier: str) -> str:
    """`identifier`, or what stands for one that is longer than the format allows."""
    return identifier if len(identifier) <= _MAX_ID else hashlib.sha256(identifier.encode()).hexdigest()[:_MAX_ID]
