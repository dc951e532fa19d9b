"""Circles among functions, against the definition: each reaches the other."""

import ast

from hypothesis import given
from hypothesis import strategies as st

from autograder.exam.source.recursion import _circles

NODES = [ast.Pass() for _ in range(7)]
EDGES = st.sets(st.tuples(st.sampled_from(range(7)), st.sampled_from(range(7))), max_size=20)


def reaches(edges, start):
    found = {start}
    for _ in NODES:
        found |= {b for a, b in edges if a in found}
    return found


@given(EDGES)
def test_two_functions_share_a_circle_if_each_reaches_the_other(edges):
    graph = {}
    for a, b in edges:
        graph.setdefault(NODES[a], set()).add(NODES[b])
    circle = _circles(graph)
    for a in {a for edge in edges for a in edge}:
        for b in {b for edge in edges for b in edge}:
            together = b in reaches(edges, a) and a in reaches(edges, b)
            assert (circle[NODES[a]] == circle[NODES[b]]) == together


def test_a_long_chain_needs_no_stack():
    nodes = [ast.Pass() for _ in range(5000)]
    graph = {a: {b} for a, b in zip(nodes, nodes[1:], strict=False)}
    assert len(set(_circles(graph).values())) == 5000
