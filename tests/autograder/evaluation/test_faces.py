"""Real faces with 68 points through the harness: benchmarks/faces.py, made tiny."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FACES = ROOT.parent / "shared" / "data" / "faces-mini"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="networks run in the Linux sandbox"),
    pytest.mark.skipif(not FACES.is_dir(), reason="faces-mini is not beside this checkout"),
]


def test_a_network_that_learned_real_faces_is_measured_as_by_a_bare_loop(tmp_path):
    """All 68 points; another way of counting, in another process, without our metrics."""
    figures = tmp_path / "figures.json"
    options = ["--root", FACES, "--steps", 12, "--images", 3, "--json", figures]
    command = [sys.executable, "benchmarks/faces.py", *options]
    done = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert len(found["test"]["pixel_error_per_keypoint"]) == 68
    for split in ("train", "test"):
        assert found[split]["mean_pixel_error"] == pytest.approx(found[split]["bare_px"], abs=1e-3)
        assert 0 < found[split]["mean_pixel_error"] < 128
