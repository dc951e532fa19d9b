"""Run by otter's own Python: grade notebooks one after the other in this one process, through otter's API.

    python otter_loop.py AUTOGRADER_ZIP NOTEBOOK...

Prints, for each, the time (`time.time`) at which its result was there and the share of the points.
"""

import json
import sys
import time

from otter.api import grade_submission

finished = []
for notebook in sys.argv[2:]:
    results = grade_submission(notebook, sys.argv[1], quiet=True)
    finished.append({"at": time.time(), "share": results.total / results.possible})
print("\n" + json.dumps(finished))
