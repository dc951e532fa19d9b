"""Nothing can be written, made, renamed, removed or marked, anywhere."""

from .attacker import is_refused
from .conftest import deeds

COURSE = {
    "over the results": "open(v.results, 'r+')",
    "the results anew": "open(v.results, 'w')",
    "more results": "open(v.results, 'a')",
    "the results by truncation at opening": "os.open(v.results, os.O_RDONLY | os.O_TRUNC)",
    "the results by descriptor": "os.open(v.results, os.O_WRONLY)",
    "the results through a link": "open(v.link, 'r+')",
    "the results by renaming another": "os.rename(v.other, v.results)",
    "the results by exchange": """
        libc.renameat2.restype = ctypes.c_int
        checked(libc.renameat2(-100, v.other.encode(), -100, v.results.encode(), 2))
    """,
    "the results by moving them": "os.replace(v.results, v.folder + '/' + MARK)",
    "shorter results": "os.truncate(v.results, 0)",
    "a new file": "open(v.folder + '/' + MARK, 'w')",
    "a new file by creat": "checked(libc.creat((v.folder + '/' + MARK).encode(), 0o666))",
    "a file without a name": "os.open(v.folder, os.O_TMPFILE | os.O_RDWR)",
    "a file in a folder that is a descriptor": "os.open(MARK, os.O_CREAT | 1, dir_fd=os.open(v.folder, os.O_PATH))",
    "a folder": "os.mkdir(v.folder + '/' + MARK)",
    "away a file": "os.unlink(v.results)",
    "away a folder": "os.rmdir(v.folder)",
    "rights": "os.chmod(v.results, 0o600)",
    "rights without a name": "os.fchmod(os.open(v.results, os.O_PATH), 0o600)",
    "rights by the newest call": "syscall('fchmodat2', -100, v.results.encode(), 0o600, 0)",
    "the owner": "os.chown(v.results, -1, os.getgid())",
    "the owner of a link": "os.lchown(v.link, -1, os.getgid())",
    "times": "os.utime(v.results, (1, 1))",
    "times of a link": "os.utime(v.link, (1, 1), follow_symlinks=False)",
    "an attribute": "os.setxattr(v.results, 'user.' + MARK, b'1')",
    "an attribute of a folder": "os.setxattr(v.folder, 'user.' + MARK, b'1')",
    "a symbolic link": "os.symlink(v.secret, v.folder + '/' + MARK)",
    "a hard link": "os.link(v.secret, v.folder + '/' + MARK)",
    "a pipe": "os.mkfifo(v.folder + '/' + MARK)",
    "a device": "os.mknod(v.folder + '/' + MARK, 0o020666, os.makedev(1, 3))",
    "a plain node": "os.mknod(v.folder + '/' + MARK, 0o100666)",
    "by numpy": "__import__('numpy').memmap(v.results, 'u1', 'r+')",
    "by save": "__import__('numpy').save(v.folder + '/' + MARK, 1)",
    "by sqlite": """
        import sqlite3
        try:
            sqlite3.connect(v.folder + "/" + MARK).execute("create table a (b)")
        except sqlite3.OperationalError as error:
            raise OSError(errno.EACCES, str(error))
    """,
    "by C": """
        libc.fopen.restype = ctypes.c_void_p
        checked(libc.fopen((v.folder + "/" + MARK).encode(), b"w"))
    """,
    "by logging": "import logging; logging.FileHandler(v.folder + '/' + MARK).close()",
    "by shutil": "import shutil; shutil.copytree(os.path.dirname(os.__file__) + '/json', v.folder + '/' + MARK)",
    "away everything": "import shutil; shutil.rmtree(v.course)",
    "a mandatory lock": "fcntl.flock(os.open(os.__file__, os.O_RDONLY), fcntl.LOCK_EX)",
    "space": "os.posix_fallocate(1, 0, 1 << 20)",
}
ELSEWHERE = {
    "a temporary file": "open('/tmp/' + MARK, 'w')",
    "a nameless temporary file": "import tempfile; tempfile.TemporaryFile(dir='/tmp')",
    "a file in its folder": "open(MARK, 'w')",
    "shared memory": "open('/dev/shm/' + MARK, 'w')",
    "named shared memory": "from multiprocessing import shared_memory; shared_memory.SharedMemory(MARK, True, 64)",
    "a named semaphore": "import _multiprocessing; _multiprocessing.SemLock(1, 1, 1, '/' + MARK, False)",
    "the grader's home": "open(v.home + '/' + MARK, 'w')",
    "a folder for all": "open('/var/tmp/' + MARK, 'w')",
    "the standard library": "open(os.__file__, 'a')",
    "a compiled library": "open(os.path.dirname(os.__file__) + '/__pycache__/' + MARK, 'w')",
    "installed packages": "open(os.path.dirname(__import__('numpy').__file__) + '/' + MARK, 'w')",
    "itself": "import autograder; open(os.path.dirname(autograder.__file__) + '/sandbox/worker.py', 'a')",
    "a program": "open('/usr/bin/env', 'a')",
    "users": "open('/etc/passwd', 'a')",
    "the hosts": "open('/etc/hosts', 'a')",
    "the loader's configuration": "open('/etc/ld.so.preload', 'a')",
    "where crashes go": "open('/proc/sys/kernel/core_pattern', 'w')",
    "the grader's memory": "open(f'/proc/{v.grader}/mem', 'r+b')",
    "the warm process's memory": "open(f'/proc/{v.warm}/mem', 'r+b')",
    "who dies first": "open(f'/proc/{v.grader}/oom_score_adj', 'w')",
    "that it dies last": "open('/proc/self/oom_score_adj', 'w')",
    "its name for others": "open('/proc/self/comm', 'w')",
    "its users": "open('/proc/self/uid_map', 'w')",
    "a control group": "open('/sys/fs/cgroup/cgroup.procs', 'w')",
    "the console": "open('/dev/console', 'w')",
    "the terminal": "open('/dev/tty', 'w')",
    "another terminal": "open('/dev/ptmx', 'r+b', 0)",
    "the pool of randomness": "open('/dev/random', 'r+b', 0)",
}


@deeds(COURSE)
def test_nothing_of_the_course_can_be_changed(attack, code):
    assert is_refused(answer := attack(code)), answer


@deeds(ELSEWHERE)
def test_nothing_can_be_left_anywhere(attack, code):
    assert is_refused(answer := attack(code)), answer


def test_no_bytecode_is_written_beside_a_library(attack):
    answer = attack("import sys, colorsys; sys.dont_write_bytecode = False; import this, antigravity")
    assert answer == "done: None"  # and the witness has seen nothing new


def test_the_null_device_swallows_and_gives_nothing(attack):
    answer = attack("open('/dev/null', 'wb').write(b'secret'); return open('/dev/null', 'rb').read()")
    assert answer == "done: b''"
