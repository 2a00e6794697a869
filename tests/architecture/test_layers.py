"""The rooms and their layers (pyproject.toml, [tool.importlinter])."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_FILE = 500
VAGUE_NAMES = {"utils", "util", "helpers", "common", "misc", "tools"}


def our_files() -> list[Path]:
    return [
        path
        for room in ("shop", "demo", "scripts", "tests")
        for path in sorted((ROOT / room).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def test_rooms_import_downwards_only() -> None:
    # A process of its own: import-linter sets up logging for the whole process it runs in.
    answer = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_no_file_is_long() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in our_files()}

    assert {path.relative_to(ROOT): n for path, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_module_is_called_after_nothing_in_particular() -> None:
    vague = [
        path
        for path in our_files()
        if {path.stem, path.parent.name} & VAGUE_NAMES
        # A fork's modules are called as Oscar calls them, or Oscar does not find them.
        and "oscar.apps" not in path.read_text()
    ]

    assert vague == []
