"""What a colleague needs to grade an assignment elsewhere: its part of the course, and the wheel to do it with."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.assignment import COURSE_FILE
from autograder.data.description import DATASETS
from autograder.extensions import EXTENSIONS_FILE
from autograder.packaging.archive import Files
from autograder.packaging.course import content_of, files_in
from autograder.workspace import SECRET_FILE, Workspace

README = """\
# {title}

The course repository of the assignment `{name}`, with its solutions and hidden checks: nothing here is for students.

```
pip install {wheel}
autograder doctor                                            # can this machine grade?
autograder grade EXPORT.zip --assignment {name} --out RESULTS
```

{secret}
"""
_WITH = f"""\
`assignments/{SECRET_FILE}` is that of the course that this came from: hidden cases are the same here as there."""
_WITHOUT = f"""\
Hidden cases follow from `assignments/{SECRET_FILE}`, which is not in here. Without the one of the course that this came
from, a new one is made, and students get other hidden cases here than there."""


def bundle_files(workspace: Workspace, handout: Files, wheel: tuple[str, bytes], secret: bytes | None) -> Files:
    """Path in the bundle → content.

    Args:
        handout: as students get it; it stands in the bundle whatever state the one in the course is in.
        wheel: file name and content.
        secret: the course's, or None to leave it out.

    Raises:
        ConfigError: a file cannot be read.
    """
    name = workspace.assignment.name
    files = dict(_of_course(workspace))
    files |= {f"assignments/{name}/handout/{path}": data for path, data in handout.items()}
    if secret is not None:
        files[f"assignments/{SECRET_FILE}"] = secret
    said = _WITHOUT if secret is None else _WITH
    readme = README.format(title=workspace.assignment.title, name=name, wheel=wheel[0], secret=said)
    return {**files, wheel[0]: wheel[1], "README.md": readme.encode()}


def _of_course(workspace: Workspace) -> Iterator[tuple[str, bytes]]:
    """What the course has of the assignment, but for its students' extensions and what tools leave behind."""
    assert workspace.secret is not None  # a handout is not released
    assert workspace.reference is not None
    assignments = workspace.secret.parent
    root, own = assignments.parent, assignments / workspace.assignment.name
    sets = [root / DATASETS / network.data for network in workspace.assignment.networks if network.data]
    paths = [assignments / COURSE_FILE, *files_in(own), *files_in(workspace.reference), *files_in(workspace.exam)]
    paths += [path for folder in sets for path in files_in(folder)]
    shared = workspace.exam.parent / "__init__.py"
    paths += [shared] if shared.is_file() else []
    for path in paths:
        name = path.relative_to(root).as_posix()
        if not name.startswith(f"assignments/{own.name}/handout/") and path.name != EXTENSIONS_FILE:
            yield name, content_of(path)
