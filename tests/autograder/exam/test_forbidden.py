"""A rule that forbids what does not exist would forbid nothing, in silence."""

import pytest

from autograder.errors import ConfigError
from autograder.exam.forbidden import misspelt
from autograder.exam.session import with_exam

from ..conftest import ASSIGNMENT

FINE = (
    "numpy.pad",
    "numpy.lib.stride_tricks.as_strided",
    "numpy",
    "os.path.join",
    "xml.dom.minidom.parse",
    "cv2.filter2D",
)


@pytest.mark.parametrize("name", FINE)
def test_names_of_something_and_of_what_is_not_installed_are_fine(name):
    assert misspelt(name) == ""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("numpy.pda", "there is no 'pda' in numpy; did you mean 'pad'?"),
        ("nunpy.pad", "there is no module 'nunpy'; did you mean 'numpy'?"),
        ("numpy.lib.stride_trick.as_strided", "there is no 'stride_trick' in numpy.lib; did you mean 'stride_tricks'?"),
        ("numpy.ndarray.summ", "there is no 'summ' in ndarray; did you mean 'sum'?"),
    ],
)
def test_a_misspelt_name_is_told_with_the_nearest_right_one(name, told):
    assert misspelt(name) == told


def test_an_exam_with_a_misspelt_rule_is_refused(toy_course):
    course = toy_course(assignment=ASSIGNMENT.replace("loops = false", 'forbid = ["numpy.pda"]'))
    with pytest.raises(ConfigError, match=r"^question 'double': rules.forbid: 'numpy.pda': there is no 'pda' in numpy"):
        with_exam(course, lambda exam: exam)
