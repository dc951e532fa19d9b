"""CSV files that other programs wrote: cells are found and replaced, and every other byte stays as it is.

Encoding (UTF-8 with or without its mark, or Windows-1252), separator (comma, semicolon or tab), line ends and quotes
are those of the file; nothing is guessed of the cells: a SID keeps its zeros.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from autograder.errors import ConfigError

MAX_BYTES = 64 << 20
_SEPARATORS = (",", ";", "\t")  # of equally many cells, the first makes them
_LINE_END = re.compile(r"\r\n|\r|\n")
_CELLS = {
    separator: re.compile(rf'"[^"]*(?:""[^"]*)*"|(?!")[^{separator}\r\n]*') for separator in _SEPARATORS
}  # RFC 4180; a quote inside an unquoted cell is a character
_NO_TEXT = {
    codecs.BOM_UTF16_LE: "UTF-16 text",
    codecs.BOM_UTF16_BE: "UTF-16 text",
    b"PK\x03\x04": "a spreadsheet (.xlsx) or a zip",
    b"\xd0\xcf\x11\xe0": "a spreadsheet (.xls)",
}
_SAVE_AS = "save it as CSV, UTF-8"


class Cell(NamedTuple):
    """One cell.

    Attributes:
        text: without quotes.
        start, end: where it stands in the file's text, with its quotes.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Row:
    """One record.

    Attributes:
        line: of the file, from 1; where it begins.
    """

    line: int
    cells: tuple[Cell, ...]

    def text(self, column: int | None) -> str:
        """A cell without the space around it; "" where the row is shorter, or there is no such column."""
        return self.cells[column].text.strip() if column is not None and column < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    """A CSV file.

    Attributes:
        path: for messages.
        content: the whole text, without a byte-order mark.
        encoding: of the file; ``utf-8-sig`` where it has the mark.
        separator: between cells.
        header: the first row.
        rows: those below it; empty lines are not among them.
    """

    path: Path
    content: str
    encoding: str
    separator: str
    header: Row
    rows: tuple[Row, ...]

    def column(self, *names: str) -> int | None:
        """The column with one of these names, in small letters; the first name that is there counts; None if none is.

        Raises:
            ConfigError: two columns have the name.
        """
        for name in names:
            found = self._columns.get(name, [])
            if len(found) > 1:
                raise ConfigError(f"{self.place(self.header)}: two columns are named {name!r}")
            if found:
                return found[0]
        return None

    def place(self, row: Row, column: int | None = None) -> str:
        """Where something stands, for messages: ``FILE, line 3, column 'Grade'``."""
        where = f"{self.path}, line {row.line}"
        return where if column is None else f"{where}, column {self.header.text(column)!r}"

    def with_cells(self, texts: Mapping[tuple[int, int], str]) -> bytes:
        """The file with other texts in some cells, by place in `rows` and column; all other bytes are the same.

        A row that is too short gets the cells it lacks. A cell that had quotes keeps them.
        """
        pieces, done = [], 0
        for number, column in sorted(texts):
            start, end, written = self._replacement(self.rows[number], column, texts[number, column])
            pieces += [self.content[done:start], written]
            done = end
        return "".join([*pieces, self.content[done:]]).encode(self.encoding)

    @cached_property
    def _columns(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for column in range(len(self.header.cells)):
            found.setdefault(self.header.text(column).casefold(), []).append(column)
        return found

    def _replacement(self, row: Row, column: int, text: str) -> tuple[int, int, str]:
        """What to replace, and by what."""
        lacking = column - len(row.cells) + 1
        if lacking > 0:
            end = row.cells[-1].end
            return end, end, self.separator * lacking + self._quoted(text)
        cell = row.cells[column]
        if text == cell.text:
            return cell.start, cell.end, self.content[cell.start : cell.end]
        return cell.start, cell.end, self._quoted(text, always=self.content.startswith('"', cell.start))

    def _quoted(self, text: str, always: bool = False) -> str:
        needs = any(character in text for character in ('"', "\r", "\n", *_SEPARATORS))
        return '"' + text.replace('"', '""') + '"' if always or needs else text


def read_sheet(path: Path) -> Sheet:
    """The CSV file at `path`.

    Raises:
        ConfigError: names file and line, what was expected and what was found.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ConfigError(f"{path}: expected at most {MAX_BYTES >> 20} MiB")
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    return sheet_of(data, path)


def sheet_of(data: bytes, path: Path) -> Sheet:
    """The bytes of a CSV file; raises `ConfigError` as `read_sheet`."""
    content, encoding = _decoded(data, path)
    separator = max(_SEPARATORS, key=lambda each: _cells_of_header(content, each, path))
    header, *rows = _rows(content, separator, path)
    return Sheet(path, content, encoding, separator, header, tuple(rows))


def _decoded(data: bytes, path: Path) -> tuple[str, str]:
    for mark, what in _NO_TEXT.items():
        if data.startswith(mark):
            raise ConfigError(f"{path}: expected a CSV file, found {what}: {_SAVE_AS}")
    if b"\0" in data:
        raise ConfigError(f"{path}: expected a CSV file, found a NUL in line {_line_of(data, data.index(0))}")
    marked = data.startswith(codecs.BOM_UTF8)
    plain = data.removeprefix(codecs.BOM_UTF8)
    try:
        return plain.decode("utf-8"), "utf-8-sig" if marked else "utf-8"
    except UnicodeDecodeError as error:
        if marked:
            raise _no_text(path, plain, error, "UTF-8") from None
    try:
        return plain.decode("cp1252"), "cp1252"
    except UnicodeDecodeError as error:
        raise _no_text(path, plain, error, "UTF-8 or Windows-1252") from None


def _no_text(path: Path, data: bytes, error: UnicodeDecodeError, expected: str) -> ConfigError:
    found = f"byte {data[error.start]:#04x}"
    return ConfigError(f"{path}, line {_line_of(data, error.start)}: expected {expected}, found {found}: {_SAVE_AS}")


def _line_of(data: bytes, position: int) -> int:
    return 1 + len(_LINE_END.findall(data[:position].decode("latin-1")))


def _cells_of_header(content: str, separator: str, path: Path) -> int:
    """How many cells the first row has with this separator; none where that makes no sense."""
    try:
        return len(next(_rows(content, separator, path)).cells)
    except ConfigError:
        return 0
    except StopIteration:
        raise ConfigError(f"{path}: expected a first line with the names of columns, found nothing") from None


def _rows(content: str, separator: str, path: Path) -> Iterator[Row]:
    """The records, without those that are empty lines."""
    at, line = 0, 1
    while at < len(content):
        cells, began = [], line
        while True:
            cell = _cell(content, at, separator)
            if isinstance(cell, str):
                raise ConfigError(f"{path}, line {line}: not valid CSV: {cell}")
            cells.append(cell)
            at = cell.end
            if content.startswith('"', cell.start):
                line += len(_LINE_END.findall(content, cell.start, at))
            if not content.startswith(separator, at):
                break
            at += 1
        if len(cells) > 1 or cells[0].start < cells[0].end:
            yield Row(line=began, cells=tuple(cells))
        end = _LINE_END.match(content, at)
        at, line = end.end() if end else at, line + 1


def _cell(content: str, start: int, separator: str) -> Cell | str:
    """The cell that begins at `start`, or what is wrong with it."""
    found = _CELLS[separator].match(content, start)
    if found is None:
        return "a quote is opened and never closed"
    end, text = found.end(), found[0]
    if text.startswith('"'):
        text = text[1:-1].replace('""', '"')
        if end < len(content) and content[end] not in (separator, "\r", "\n"):
            return f"expected {separator!r} after a closing quote"
    return Cell(text, start, end)
