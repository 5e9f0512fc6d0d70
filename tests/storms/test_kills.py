"""The short form of the storm: `python -m tests.storms.kills` is the long one."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.storm
def test_nothing_is_lost_while_everything_is_killed() -> None:
    command = [sys.executable, "-m", "tests.storms.kills", "--approvals", "40", "--seed", "11"]
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "MARSHRUT_HOME")}
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr[-3000:]
    assert "nothing lost" in answer.stdout
