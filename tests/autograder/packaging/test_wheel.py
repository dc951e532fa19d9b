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
from importlib.metadata import Distribution
from pathlib import Path

import pytest

import autograder
from autograder.errors import ConfigError
from autograder.packaging import wheel
from autograder.packaging.archive import unzipped

ROOT = Path(autograder.__file__).parents[1]


@pytest.fixture(scope="module")
def built():
    return wheel.students_wheel()


def test_it_holds_the_package_and_nothing_else(built):
    name, data = built
    files = unzipped(data)
    assert name == f"cv_autograder-{autograder.__version__}-py3-none-any.whl"
    assert {path.split("/")[0] for path in files} == {
        "autograder",
        name.removesuffix("-py3-none-any.whl") + ".dist-info",
    }
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "autograder").rglob("*.py")}
    others = {path for path in files if path.startswith("autograder/")} - modules
    assert modules <= files.keys()
    assert others == {"autograder/py.typed", "autograder/exam/pytest.ini", "autograder/authoring/qualify/page.html.j2"}


def test_its_table_of_contents_is_right(built):
    files = unzipped(built[1])
    record = next(path for path in files if path.endswith("RECORD"))
    rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(files[record].decode()))}
    assert rows.keys() == files.keys()
    assert rows.pop(record) == ["", ""]
    for path, (checksum, size) in rows.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(files[path]).digest()).decode().rstrip("=")
        assert (checksum, int(size)) == (f"sha256={digest}", len(files[path]))


def test_it_is_the_same_at_another_time_from_another_folder_with_another_umask(built, tmp_path):
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
    assert (tmp_path / "other.whl").read_bytes() == built[1]
    assert not list(checkout.glob("*.egg-info"))


def test_an_installed_package_gives_it_again(built, tmp_path, monkeypatch):
    """From the files that an installer noted, of a wheel that was unpacked as an installer does."""
    files = unzipped(built[1])
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    info = next(tmp_path.glob("*.dist-info"))
    (info / "INSTALLER").write_text("pip\n", encoding="utf-8")
    with (info / "RECORD").open("a", encoding="utf-8") as record:
        record.write(
            f"{info.name}/INSTALLER,,\n../../../bin/autograder,,\nautograder/__pycache__/x.cpython-311.pyc,,\n"
        )
    monkeypatch.setattr(wheel, "_PACKAGE", tmp_path / "autograder")
    monkeypatch.setattr(wheel, "distribution", lambda _: Distribution.at(info))
    assert wheel.students_wheel() == built


def test_what_cannot_be_made_says_why(tmp_path, monkeypatch):
    monkeypatch.setattr(wheel, "_PACKAGE", tmp_path / "autograder")
    with pytest.raises(ConfigError, match="neither a checkout nor an installed cv-autograder"):
        wheel.students_wheel()
    (tmp_path / "autograder").mkdir()
    (tmp_path / "README.md").write_text("", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 3\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"(?s)cannot be built.*`project` must contain"):
        wheel.students_wheel()
