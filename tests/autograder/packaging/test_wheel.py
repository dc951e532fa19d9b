"""The wheel: reproducible, complete, valid, and without templates of answers."""

import base64
import csv
import hashlib
import io
import os
import shutil
import subprocess
import sys
import time
import tomllib
from importlib.metadata import Distribution
from pathlib import Path

import pytest

import autograder
from autograder.errors import ConfigError
from autograder.packaging import wheel as making
from autograder.packaging.archive import unzipped

ROOT = Path(autograder.__file__).parents[1]


def test_it_holds_the_package_and_nothing_else(wheel):
    name, data = wheel
    files = unzipped(data)
    assert name == f"cv_autograder-{autograder.__version__}-py3-none-any.whl"
    assert {path.split("/")[0] for path in files} == {
        "autograder",
        name.removesuffix("-py3-none-any.whl") + ".dist-info",
    }
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "autograder").rglob("*.py")}
    others = {path for path in files if path.startswith("autograder/")} - modules
    assert modules <= files.keys()
    assert others == {path for path in package_data() if not path.startswith("autograder/packaging/templates/")}


def package_data():
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"][
        "package-data"
    ]
    found = [path for pattern in patterns["autograder"] for path in (ROOT / "autograder").glob(pattern)]
    return {path.relative_to(ROOT).as_posix() for path in found}


def test_it_has_no_readme_which_tells_of_answers(wheel):
    files = unzipped(wheel[1])
    metadata = files[next(path for path in files if path.endswith("METADATA"))].decode()
    assert metadata.startswith("Metadata-Version: ")
    assert "Requires-Dist: torch" in metadata
    assert "Description-Content-Type" not in metadata
    assert "demo" not in metadata


def test_its_table_of_contents_is_right(wheel):
    files = unzipped(wheel[1])
    record = next(path for path in files if path.endswith("RECORD"))
    rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(files[record].decode()))}
    assert rows.keys() == files.keys()
    assert rows.pop(record) == ["", ""]
    for path, (checksum, size) in rows.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(files[path]).digest()).decode().rstrip("=")
        assert (checksum, int(size)) == (f"sha256={digest}", len(files[path]))


def test_it_is_the_same_at_another_time_from_another_folder_with_another_umask(wheel, tmp_path):
    checkout = tmp_path / "elsewhere"
    shutil.copytree(ROOT / "autograder", checkout / "autograder")
    for name in ("pyproject.toml", "README.md"):
        shutil.copyfile(ROOT / name, checkout / name)
    (checkout / "autograder" / "notes.py~").write_text("", encoding="utf-8")
    (checkout / "build" / "lib" / "autograder").mkdir(parents=True)
    (checkout / "build" / "lib" / "autograder" / "stale.py").write_text("", encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from autograder.packaging.wheel import students_wheel as make;"
        "Path(sys.argv[1]).write_bytes(make()[1])"
    )
    time.sleep(1.1)  # a second later than the other: times of files would show
    environment = {**os.environ, "PYTHONPATH": str(checkout), "TZ": "Asia/Tokyo"}
    command = [sys.executable, "-c", code, str(tmp_path / "other.whl")]
    subprocess.run(command, cwd=checkout, env=environment, check=True, umask=0o077)
    assert (tmp_path / "other.whl").read_bytes() == wheel[1]
    assert not list(checkout.glob("*.egg-info"))


def test_an_installed_package_gives_it_again(wheel, tmp_path, monkeypatch):
    """From the files that an installer noted, of a wheel that was unpacked as an installer does."""
    files = unzipped(wheel[1])
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    info = next(tmp_path.glob("*.dist-info"))
    (info / "INSTALLER").write_text("pip\n", encoding="utf-8")
    with (info / "RECORD").open("a", encoding="utf-8") as record:
        record.write(
            f"{info.name}/INSTALLER,,\n../../../bin/autograder,,\nautograder/__pycache__/x.cpython-311.pyc,,\n"
        )
    monkeypatch.setattr(making, "_PACKAGE", tmp_path / "autograder")
    monkeypatch.setattr(making, "distribution", lambda _: Distribution.at(info))
    assert making.students_wheel() == wheel


def test_what_cannot_be_made_says_why(tmp_path, monkeypatch):
    monkeypatch.setattr(making, "_PACKAGE", tmp_path / "autograder")
    with pytest.raises(ConfigError, match="neither a checkout nor an installed cv-autograder"):
        making.students_wheel()
    (tmp_path / "autograder").mkdir()
    (tmp_path / "README.md").write_text("", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 3\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"(?s)cannot be built.*`project` must contain"):
        making.students_wheel()
