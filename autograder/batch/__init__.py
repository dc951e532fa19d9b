"""Many hand-ins: examined on the cores of one machine or beyond, so that nothing that is finished is ever lost.

One driver at a time holds the lock of a folder of results (`lock`). It reads every hand-in (`plan`), and what has no
result file under its content key is examined (`examining`), here by forked workers (`crew`) or wherever else
(`places`, `slurm`): a marker before each try, a result file after it (`tries`, `attempts`). Then grades are derived and
given (`giving`). Whatever is killed at whatever moment, the same call goes on from what is on disk.
"""
