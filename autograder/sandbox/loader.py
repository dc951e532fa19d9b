"""Candidate side: import a hand-in's modules from memory, and tell the student where an exception came from."""

from __future__ import annotations

import ast
import contextlib
import importlib.abc
import importlib.machinery
import io
import linecache
import marshal
import re
import sys
import traceback
from collections import deque
from collections.abc import Iterable
from types import CodeType, ModuleType, TracebackType

from autograder.records import SourceFile
from autograder.sandbox.late_imports import LateNames, Waiting, postpone, some_can_wait

_STAR_IMPORT = re.compile(r"\bfrom\s+[\w.]*?(\w+)\s+import\s*\*")
_MAX_FRAMES = 8
_MAX_TEXT = 4000  # characters of an exception's own text
_MAX_CODE = 4 << 20  # bytes; to send more than that takes longer than to compile it again


def by_file(sources: Iterable[SourceFile]) -> dict[str, SourceFile]:
    """The file names that the modules of a hand-in are compiled under: their origins, as far as these differ."""
    files: dict[str, SourceFile] = {}
    for source in sources:
        is_taken = source.origin in files  # one notebook may be several modules
        files[f"{source.origin} ({source.module})" if is_taken else source.origin] = source
    return files


class HandInFinder(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finds the modules of one hand-in before anything else of the same name, as at the student's desk.

    Args:
        compiled: what `compile_all` gave for the same sources, so that they need not be compiled again.
    """

    def __init__(self, sources: Iterable[SourceFile], compiled: bytes | None = None) -> None:
        self.sources = {source.module: source for source in sources}
        self.by_file = by_file(self.sources.values())
        self._files = {source.module: file for file, source in self.by_file.items()}
        self._given_away = {name for source in self.sources.values() for name in _STAR_IMPORT.findall(source.text)}
        self._compiled: dict[str, tuple[CodeType, Waiting]] = marshal.loads(compiled) if compiled else {}

    def install(self) -> None:
        """Make the modules importable, also under a name that a library took, and their lines visible in tracebacks."""
        for file, source in self.by_file.items():
            lines = io.StringIO(source.text).readlines()  # a form feed is no line end for Python's compiler
            linecache.cache[file] = (len(source.text), None, lines, file)
            sys.modules.pop(source.module, None)
        sys.meta_path.insert(0, self)

    def compile_all(self) -> bytes:
        """All modules that can be compiled, for `compiled`; the others tell why when they are imported."""
        for module in self.sources:
            with contextlib.suppress(Exception):
                self._code(module)
        try:
            code = marshal.dumps(self._compiled)
        except ValueError:  # nested too deeply for it
            return b""
        return code if len(code) <= _MAX_CODE else b""

    def find_spec(self, fullname: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        """The module's spec if the hand-in has it; a folder without ``__init__.py`` is an empty package."""
        source = self.sources.get(fullname)
        inner = any(name.startswith(f"{fullname}.") for name in self.sources)
        if source is None and not inner:
            return None
        is_package = inner or bool(source and source.is_package)
        return importlib.machinery.ModuleSpec(fullname, self, origin=self.origin(fullname), is_package=is_package)

    def origin(self, fullname: str) -> str:
        """The file of a module, as the student knows it."""
        source = self.sources.get(fullname)
        return source.origin if source else fullname

    def get_source(self, fullname: str) -> str:
        """The text of a module."""
        source = self.sources.get(fullname)
        return source.text if source else ""

    def get_code(self, fullname: str) -> CodeType:
        """The compiled module."""
        return self._code(fullname)[0]

    def exec_module(self, module: ModuleType) -> None:
        """Run the module in its own namespace, without the imports that can wait."""
        module.__file__ = module.__spec__.origin if module.__spec__ else None
        code, waiting = self._code(module.__name__)
        if waiting:
            late = LateNames(module.__dict__, waiting)
            module.__dict__["__builtins__"] = late
            module.__dict__["__getattr__"] = late.attribute  # for modules that import the name from here
        exec(code, module.__dict__)

    def _code(self, fullname: str) -> tuple[CodeType, Waiting]:
        if fullname not in self._compiled:
            self._compiled[fullname] = self._compile(fullname)
        return self._compiled[fullname]

    def _compile(self, fullname: str) -> tuple[CodeType, Waiting]:
        file, text = self._files.get(fullname, fullname), self.get_source(fullname)
        given_away = fullname.rpartition(".")[2] in self._given_away  # `import *` takes only names that are there
        if given_away or not some_can_wait(text, self.sources):
            return compile(text, file, "exec", dont_inherit=True), {}
        tree = ast.parse(text, file)
        waiting = postpone(tree, self.sources)
        return compile(tree, file, "exec", dont_inherit=True), waiting

    def explain(self, error: BaseException) -> str:
        """The exception's type and text, then the student's own frames, innermost last."""
        place, line = self._syntax_place(error)
        return "\n".join([_headline(error) + place, *self._frames(error.__traceback__), *line])

    def _frames(self, trace: TracebackType | None) -> list[str]:
        own = (step for step in traceback.walk_tb(trace) if step[0].f_code.co_filename in self.by_file)
        lines: list[str] = []
        for frame in traceback.StackSummary.extract(iter(deque(own, maxlen=_MAX_FRAMES))):
            place = self.by_file[frame.filename].place(frame.lineno or 0)
            lines += [f"  {place}, in {frame.name}", f"    {(frame.line or '').strip()[:200]}"]
        return lines

    def _syntax_place(self, error: BaseException) -> tuple[str, list[str]]:
        """Where a syntax error of the hand-in is, for its first line, and the line itself below."""
        if not isinstance(error, SyntaxError) or error.filename not in self.by_file:
            return "", []
        place = self.by_file[error.filename].place(error.lineno or 0)
        return f" ({place})", [f"    {(error.text or '').strip()[:200]}"]


def _headline(error: BaseException) -> str:
    """Type and text. A syntax error says where it is by itself, but not in the student's terms."""
    if isinstance(error, SyntaxError):
        text = f"{type(error).__name__}: {error.msg}"
    else:
        text = "".join(traceback.format_exception_only(error))
    return text[:_MAX_TEXT].strip()
