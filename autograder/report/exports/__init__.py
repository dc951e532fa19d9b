"""Grades for other programs: pure functions from where students stand to the bytes of a file.

`plain` and the tables as Gradescope writes them are made anew. A gradebook of Canvas and a worksheet of Moodle are
filled in: the file that was exported there comes back with grades in one column, and every other byte as it was.
"""

from autograder.report.exports.canvas import fill_canvas
from autograder.report.exports.gradescope import gradescope_assignment, gradescope_course
from autograder.report.exports.moodle import fill_moodle
from autograder.report.exports.plain import plain
from autograder.report.exports.round_trip import Filled

__all__ = ["Filled", "fill_canvas", "fill_moodle", "gradescope_assignment", "gradescope_course", "plain"]
