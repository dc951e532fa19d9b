"""A replica of Gradescope's container: a root file system made with debootstrap, and what the harness does with it.

The file system is that of this machine's own distribution, from the mirror that its apt uses: Ubuntu 22.04 where that
is Ubuntu's, else Debian. It is kept below ``~/.cache`` between runs. Python packages come from where this machine's pip
and uv get them; a CPU build of torch that pip is told to find in a folder is used.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cv-autograder"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
PACKAGES = "ca-certificates,python3,python3-pip"  # what Gradescope's base image has of what setup.sh asks for
WHEELS = "/opt/wheels"  # in the replica
RUN = """
./run_autograder
status=$?
: > left
for each in /proc/[0-9]*; do
    [ "$each" = /proc/$$ ] || [ ! -d "$each" ] || echo "process $(tr '\\0' ' ' < "$each/cmdline")" >> left
done
find /tmp /var/tmp /dev/shm -mindepth 1 ! -name full >> left 2>&1
find / -xdev ! -uid 0 -newer run_autograder >> left 2>/dev/null
exit $status
"""
PASSED_ON = re.compile(r"(PIP|UV)_\w+|SSL_CERT_FILE|REQUESTS_CA_BUNDLE|\w+_proxy|\w+_PROXY")


def why_not():
    """Why there can be no replica here; empty if there can."""
    if sys.platform != "linux":
        return "a replica of the container needs Linux"
    if os.geteuid() != 0:
        return "a replica of the container needs root"
    if shutil.which("debootstrap") is None:
        return "a replica of the container needs debootstrap (apt-get install debootstrap)"
    return "" if mirror() else "a replica of the container needs to know a mirror, and apt here has none"


def mirror():
    """The suite and the mirror of this machine's apt; None where it has none."""
    folder = Path("/etc/apt")
    files = [*folder.glob("sources.list"), *folder.glob("sources.list.d/*")]
    found = re.search(r"(https?://\S+/(ubuntu|debian))/?\s", "\n".join(path.read_text() for path in files))
    if found is None:
        return None
    release = re.search(r"^VERSION_CODENAME=(\w+)", Path("/etc/os-release").read_text(), re.MULTILINE)
    return ("jammy" if found[2] == "ubuntu" else release[1]), found[1]


@dataclass
class Ran:
    """What is there after a run.

    Attributes:
        document: the results.json.
        stdout: what the harness would keep: standard output and errors.
        seconds: from the start of ``run_autograder`` to its end.
        left: processes that were still there then, and files that were made and lie outside of results.
    """

    document: dict
    stdout: str
    status: int
    seconds: float
    left: list


@dataclass
class Replica:
    """A container that was made of a zip's files.

    Attributes:
        root: its root file system.
        took: what was done → seconds.
    """

    root: Path
    took: dict = field(default_factory=dict)

    @property
    def autograder(self):
        return self.root / "autograder"

    def make(self, files, programs):
        """What Gradescope does with an uploaded zip, once."""
        started = time.monotonic()
        _copy_base(self.root)
        self.took["root file system"] = time.monotonic() - started
        self.unpack(files, programs)
        started = time.monotonic()
        with (self.root.parent / "setup.log").open("wb") as log:
            command = self._inside("bash", "/autograder/source/setup.sh")
            done = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, env=self._environment(), cwd=ROOT)
        self.took["setup.sh"] = time.monotonic() - started
        said = (self.root.parent / "setup.log").read_text(errors="replace")
        if done.returncode:
            raise RuntimeError(f"setup.sh ended with {done.returncode}:\n{said[-4000:]}")
        return said

    def unpack(self, files, programs):
        """Put `files` where Gradescope unpacks a zip."""
        shutil.rmtree(self.autograder / "source", ignore_errors=True)
        for name, data in files.items():
            path = self.autograder / "source" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            path.chmod(0o755 if name in programs else 0o644)
        shutil.copy(self.autograder / "source/run_autograder", self.autograder / "run_autograder")

    def run(self, hand_in, metadata, *, options=(), memory_mb=None, cpus=None):
        """What Gradescope does with a hand-in: `hand_in` is path → bytes; `options` are those of `container`."""
        for folder in (self.autograder / "submission", self.autograder / "results", self.root / "tmp"):
            mode = folder.stat().st_mode if folder.exists() else 0o755
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            folder.chmod(mode)
        for name, data in hand_in.items():
            path = self.autograder / "submission" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        (self.autograder / "submission_metadata.json").write_text(json.dumps(metadata))
        command = self._inside("bash", "-c", RUN, options=options)
        started = time.monotonic()
        with Group(memory_mb, cpus) as group:
            done = subprocess.run(
                command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=self._environment(),
                cwd=ROOT, preexec_fn=group.enter, timeout=900,
            )  # fmt: skip
        seconds = time.monotonic() - started
        document = json.loads((self.autograder / "results/results.json").read_bytes(), parse_constant=_refuse)
        left = (self.autograder / "left").read_text().splitlines()
        return Ran(document, done.stdout.decode(errors="replace"), done.returncode, seconds, left)

    def _inside(self, *command, options=()):
        return [sys.executable, "-m", "tests.gradescope.container", str(self.root), *options, "--", *command]

    def _environment(self):
        """What a container has, and how this machine reaches its packages."""
        ours = {key: value for key, value in os.environ.items() if PASSED_ON.fullmatch(key)}
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        torch = {
            "AUTOGRADER_TORCH": os.environ.get("AUTOGRADER_TORCH", "")
        }  # as any package, from this machine's index
        return {"PATH": path, "HOME": "/root", "PYTHONPATH": str(ROOT)} | torch | ours | self._local_torch()

    def _local_torch(self):
        """For a CPU build of torch on this machine that fits the replica's Python."""
        constraint = self.root / "opt/wheels/constraint.txt"
        if not constraint.is_file():
            return {}
        return {"UV_FIND_LINKS": WHEELS, "UV_CONSTRAINT": f"{WHEELS}/constraint.txt"}


class Group:
    """A control group that limits what a container has; where none can be made, `RuntimeError`."""

    def __init__(self, memory_mb=None, cpus=None):
        self._wanted = {"memory": memory_mb, "cpu": cpus}
        self._folders = []

    def __enter__(self):
        for name, amount in self._wanted.items():
            if amount is not None:
                self._folders.append(self._make(name, amount))
        return self

    def enter(self):
        for folder in self._folders:
            (folder / "cgroup.procs").write_text(str(os.getpid()))

    def __exit__(self, *exception):
        for folder in self._folders:
            folder.rmdir()

    def _make(self, name, amount):
        parent = Path("/sys/fs/cgroup") / name
        folder = (parent if parent.is_dir() else parent.parent) / f"replica-{os.getpid()}"
        try:
            folder.mkdir()
            for file, value in _limits(name, amount, is_old=parent.is_dir()).items():
                (folder / file).write_text(value)
        except OSError as error:
            raise RuntimeError(f"no control group for {name} can be made here: {error}") from None
        return folder


def _limits(name, amount, *, is_old):
    if name == "memory":
        return {"memory.limit_in_bytes" if is_old else "memory.max": str(int(amount) << 20)}
    period = 100_000
    if is_old:
        return {"cpu.cfs_period_us": str(period), "cpu.cfs_quota_us": str(int(amount * period))}
    return {"cpu.max": f"{int(amount * period)} {period}"}


def _refuse(constant):
    raise ValueError(f"results.json holds {constant}")


def _copy_base(root):
    """A fresh copy of the base image; made first if it is not kept yet."""
    suite, address = mirror()
    base = CACHE / f"replica-{suite}-{hashlib.sha256(PACKAGES.encode()).hexdigest()[:8]}"
    if not base.is_dir():
        _bootstrap(suite, address, base)
    shutil.rmtree(root, ignore_errors=True)
    subprocess.run(["cp", "-a", "--reflink=auto", str(base), str(root)], check=True)
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    if CERTIFICATES.is_file():
        shutil.copy(CERTIFICATES, root / CERTIFICATES.relative_to("/"))
    (root / "autograder").mkdir()
    _bring_torch(root)


def _bootstrap(suite, address, base):
    CACHE.mkdir(parents=True, exist_ok=True)
    fresh = base.with_name(f"{base.name}.{os.getpid()}")
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", suite, str(fresh), address]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"debootstrap ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    (fresh / "var/cache/apt/archives").mkdir(parents=True, exist_ok=True)
    fresh.rename(base)


def _bring_torch(root):
    """Copy a CPU build of torch that pip finds in a folder here, if it fits the replica's Python."""
    minors = (path.name.removeprefix("python3.") for path in root.glob("usr/bin/python3.*"))
    tag = next((f"cp3{minor}" for minor in minors if minor.isdigit()), "")
    folders = map(Path, os.environ.get("PIP_FIND_LINKS", "").split())
    wheels = [wheel for folder in folders if folder.is_dir() for wheel in folder.glob(f"torch-*+cpu-{tag}-*.whl")]
    if wheels and tag:
        to = root / WHEELS.lstrip("/")
        to.mkdir(parents=True)
        shutil.copy(wheels[0], to)
        version = wheels[0].name.split("-")[1].partition("+")[0]
        (to / "constraint.txt").write_text(f"torch=={version}\n")
