"""Real streets through the harness: benchmarks/camvid.py, made tiny."""

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CAMVID = ROOT.parent / "shared" / "data" / "camvid-mini"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="networks run in the Linux sandbox"),
    pytest.mark.skipif(not CAMVID.is_dir(), reason="camvid-mini is not beside this checkout"),
]


def test_a_network_that_learned_real_streets_is_measured_as_by_a_bare_loop(tmp_path):
    """Class by class; another way of counting, in another process, without our metrics."""
    figures = tmp_path / "figures.json"
    options = ["--root", CAMVID, "--steps", 12, "--images", 3, "--json", figures]
    command = [sys.executable, "benchmarks/camvid.py", *options]
    done = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert (found["images"], len(found["iou"])) == (3, 11)
    seen = [(iou, bare) for iou, bare in zip(found["iou"].values(), found["bare"], strict=True) if not math.isnan(bare)]
    assert len(seen) >= 5
    assert [iou for iou, _ in seen] == pytest.approx([bare for _, bare in seen], abs=1e-3)
    assert found["mean_iou"] == pytest.approx(sum(bare for _, bare in seen) / len(seen), abs=1e-3)
    assert 0.01 < found["pixel_accuracy"] < 1
