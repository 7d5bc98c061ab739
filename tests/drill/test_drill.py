"""A round of the drill for each victim; `make drill` runs fifty."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.drill
@pytest.mark.parametrize("seed", [7])
def test_kill_9_loses_and_doubles_nothing(seed):
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "DJANGO_", "PYTEST_", "DATABASE_URL"))}
    told = subprocess.run([sys.executable, "-m", "tests.drill.run", "--rounds", "6", "--seed", str(seed)], cwd=ROOT, env=clean, capture_output=True, text=True, timeout=600)
    assert told.stdout.strip(), told.stderr[-6000:]
    result = json.loads(told.stdout.strip().splitlines()[-1])
    assert result["faults"] == [] and told.returncode == 0, told.stderr[-6000:]
    assert sum(result["killed"].values()) >= 4
