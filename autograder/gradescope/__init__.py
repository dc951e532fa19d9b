"""Grading on Gradescope: one hand-in in its container, a results.json that is valid at every moment.

The container's ``run_autograder`` starts `supervise`, which forks the process that grades (`grade_hand_in`) and ends it
before Gradescope would: at its own limit Gradescope throws away what lies there and records a zero.
"""
