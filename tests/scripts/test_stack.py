"""The production shape, run: what docker-compose.yml and Dockerfile say, as processes."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.postgres
@pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("redis-server")),
    reason="needs nginx and redis-server on the PATH",
)
def test_the_stack_works() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/stack.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-4000:]
    assert "NO " not in done.stdout
