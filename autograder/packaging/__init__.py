"""What leaves the course: handout, Gradescope's autograder, a bundle for colleagues, a wheel, and what says so.

Everything is made in memory as *files*, path → content, then packed or written in one place (`archive`,
`authoring.folder`), so that the same inputs give the same bytes, and nothing is ever half there.
"""
