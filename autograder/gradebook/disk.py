"""Whether a path lies on a file system that several machines share."""

from __future__ import annotations

import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_SHARED = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|ncpfs|afs|coda|9p|lustre|gpfs|beegfs|ceph|glusterfs|orangefs|pvfs2|ocfs2|gfs2|"
    r"fuse\.(sshfs|glusterfs|ceph|s3fs|rclone|davfs|gcsfuse|juicefs|smbnetfs|mfs)|davfs|virtiofs|vboxsf|panfs|wekafs"
)
_ESCAPED = re.compile(r"\\([0-7]{3})")


def network_file_system(path: Path, mounts: Path = _MOUNTS) -> str:
    """The name of the network file system that `path` lies on, such as ``nfs4``; "" where it is a local one.

    Known on Linux only; elsewhere "" .
    """
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    kind = _deepest([_mount(line) for line in lines], path.resolve())
    return kind if _SHARED.fullmatch(kind) else ""


def _deepest(mounts: list[tuple[Path, str]], path: Path) -> str:
    """The kind of the mount that `path` is on: the longest, and of several at one place the last."""
    found, kind = -1, ""
    for place, each in mounts:
        if len(place.parts) >= found and path.is_relative_to(place):
            found, kind = len(place.parts), each
    return kind


def _mount(line: str) -> tuple[Path, str]:
    """Place and kind of one line of mountinfo: ``36 35 98:0 /root /place rw - ext4 /dev/sda rw``."""
    before, _, after = line.partition(" - ")
    place = before.split(" ")[4]
    return Path(_ESCAPED.sub(lambda found: chr(int(found[1], 8)), place)), after.split(" ")[0]
