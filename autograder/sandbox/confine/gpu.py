"""What CUDA needs of a candidate's confinement beyond the rest: files, and which limits it does not live with.

From the driver's own documentation and from reports of people who confined it; see ``docs/security.md`` for what is
given up. GPU memory and a hung driver are not controlled.
"""

from __future__ import annotations

from pathlib import Path

READABLE = tuple(map(Path, ("/proc/driver/nvidia", "/proc/devices", "/sys/devices", "/sys/bus/pci", "/sys/module")))
MAX_FILES = 256  # descriptors: the driver opens each device many times
CALLS = ("memfd_create", "ftruncate")  # that it shares memory with itself through; the files are counted as its data


def devices() -> tuple[Path, ...]:
    """The device files of NVIDIA's driver; none where there is no GPU."""
    return tuple(sorted(path for path in Path("/dev").glob("nvidia*") if not path.is_dir()))
