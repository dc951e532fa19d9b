"""Where other people's tools meet ours: otter-grader, which is an extra and never needed to check or to grade."""
