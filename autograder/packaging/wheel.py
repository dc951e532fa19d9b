"""The wheel that students and Gradescope install: the package without README, tests, solutions and templates.

In a checkout it is built by the package's own build system from a copy, so that nothing is left behind and nothing
that lies about gets in; elsewhere it is put together again from the files that were installed. Either way it is packed
anew, because build tools keep modes, and with them the umask of whoever builds.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

import autograder
from autograder.errors import ConfigError
from autograder.packaging.archive import EPOCH, unzipped, zipped
from autograder.packaging.scaffold import TEMPLATES

_NAME = "cv-autograder"
_PACKAGE = Path(autograder.__file__).parent
_OF_THE_PROJECT = ("pyproject.toml", "README.md")
_TEMPLATES = f"{_PACKAGE.name}/{TEMPLATES.relative_to(_PACKAGE).as_posix()}/"
_OF_AN_INSTALLER = ("INSTALLER", "REQUESTED", "direct_url.json", "RECORD", "uv_cache.json", "uv_build.json")
_BUILD = "import sys, setuptools.build_meta as backend; backend.build_wheel(sys.argv[1])"
_TOLD = 2000  # characters of what a build tool that failed has said


def students_wheel() -> tuple[str, bytes]:
    """File name and content of the wheel.

    Raises:
        ConfigError: it cannot be built here.
    """
    name, files = _built() if (_PACKAGE.parent / "pyproject.toml").is_file() else _installed()
    kept = {path: data for path, data in files.items() if not path.startswith(_TEMPLATES)}
    metadata = next(path for path in kept if path.endswith(".dist-info/METADATA"))
    kept[metadata] = _without_readme(kept[metadata])
    record = next(path for path in kept if path.endswith(".dist-info/RECORD"))
    kept[record] = _record(kept, record)
    return name, zipped(kept)


def _built() -> tuple[str, dict[str, bytes]]:
    with tempfile.TemporaryDirectory(prefix="autograder-wheel-") as folder:
        source, made = Path(folder) / "source", Path(folder) / "made"
        made.mkdir()
        _copy(_PACKAGE.parent, source)
        _run_build(source, made)
        (wheel,) = made.glob("*.whl")
        return wheel.name, unzipped(wheel.read_bytes())


def _copy(checkout: Path, to: Path) -> None:
    litter = shutil.ignore_patterns("__pycache__", "*.egg-info", ".*", "*~")
    shutil.copytree(checkout / _PACKAGE.name, to / _PACKAGE.name, ignore=litter)
    for name in _OF_THE_PROJECT:
        shutil.copyfile(checkout / name, to / name)


def _run_build(source: Path, made: Path) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH), "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-c", _BUILD, str(made)]
    done = subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True, check=False)
    if done.returncode or not list(made.glob("*.whl")):
        told = (done.stderr or done.stdout).strip()[-_TOLD:]
        raise ConfigError(f"the wheel of {_NAME} cannot be built; it needs setuptools 77 or newer:\n{told}")


def _installed() -> tuple[str, dict[str, bytes]]:
    """From what an installer put here; raises `ConfigError` where that is not all of it."""
    try:
        found = distribution(_NAME)
    except PackageNotFoundError:
        found = None
    is_this = found is not None and Path(str(found.locate_file(_PACKAGE.name))) == _PACKAGE  # and no other checkout's
    files = dict(_files_of(found)) if found is not None and is_this else {}
    info = next((path.removesuffix("METADATA") for path in files if path.endswith(".dist-info/METADATA")), None)
    if info is None or f"{_PACKAGE.name}/__init__.py" not in files:
        raise ConfigError(f"{_PACKAGE}: neither a checkout nor an installed {_NAME}: no wheel can be made of it")
    files[f"{info}RECORD"] = b""
    return f"{info.removesuffix('.dist-info/')}-py3-none-any.whl", files


def _files_of(found: Distribution) -> Iterator[tuple[str, bytes]]:
    """What a wheel brought: no scripts, which lie elsewhere, and nothing that Python or the installer wrote."""
    for path in found.files or []:
        is_own = path.parts[0] == _PACKAGE.name or path.parts[0].endswith(".dist-info")
        if is_own and path.suffix != ".pyc" and path.name not in _OF_AN_INSTALLER:
            yield path.as_posix(), Path(str(path.locate())).read_bytes()


def _without_readme(metadata: bytes) -> bytes:
    """The README tells instructors of wrong and right answers."""
    lines = metadata.partition(b"\n\n")[0].splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(b"Description-Content-Type:")).rstrip() + b"\n"


def _record(files: dict[str, bytes], record: str) -> bytes:
    """The table of contents of a wheel: path, checksum and size of each file but for itself."""
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    for path in sorted(files.keys() - {record}, key=lambda path: (".dist-info" in path, PurePosixPath(path))):
        checksum = base64.urlsafe_b64encode(hashlib.sha256(files[path]).digest()).rstrip(b"=").decode()
        table.writerow([path, f"sha256={checksum}", len(files[path])])
    table.writerow([record, "", ""])
    return stream.getvalue().encode()
