from pathlib import Path

import pytest

from autograder.gradebook.disk import network_file_system

MOUNTS = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:25 / /home rw shared:2 - nfs4 server:/home rw,vers=4.2
31 30 0:26 / /home/ada/local rw - xfs /dev/sdb1 rw
32 22 0:27 / /mnt/with\040space rw - fuse.sshfs host: rw
33 22 0:28 / /scratch rw - lustre mds:/scratch rw
34 33 0:29 / /scratch rw - tmpfs tmpfs rw
35 22 0:30 / /homework rw - btrfs /dev/sdc rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/etc/a", ""),
        ("/home/ada/gradebook.sqlite", "nfs4"),
        ("/home", "nfs4"),
        ("/home/ada/local/gradebook.sqlite", ""),
        ("/mnt/with space/gradebook.sqlite", "fuse.sshfs"),
        ("/scratch/gradebook.sqlite", ""),  # what is mounted last at a place is what is seen
        ("/homework/gradebook.sqlite", ""),
        ("/homes/gradebook.sqlite", ""),  # no part of /home
    ],
)
def test_the_deepest_mount_says_what_a_path_lies_on(tmp_path, path, kind):
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS, encoding="ascii")
    assert network_file_system(Path(path), mounts) == kind


def test_where_nobody_says_it_is_taken_for_local(tmp_path):
    assert network_file_system(tmp_path, tmp_path / "nothing") == ""
