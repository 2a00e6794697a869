"""Takes one lock or guard of the money path away at a time, and shows that a test then fails.

Each mutant is a text replaced in a copy of the project, or a constraint dropped from the tests'
database; its test has to fail on real PostgreSQL (DATABASE_URL, by default the local one). The
tests pass first on the copy as it is, so that a failure means the mutant. Words as arguments choose
the mutants whose guard or test contains one of them. Prints a table; exit status 1 when a mutant
survives. Not part of the test run: it takes minutes, and a race may need a second try to be lost.
What is taken away stands in `scripts/guards.py`.
"""

import os
import queue
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from guards import MUTANTS, Edit, Mutant

ROOT = Path(__file__).resolve().parent.parent
# Kept between runs: its databases are made once for each state of the migrations.
COPIES = ROOT / ".pytest_cache" / "mutants"
DATABASE = "postgres://postgres@127.0.0.1:5432/postgres"
AT_ONCE = 2
TRIES = 3
# For one test, and for all of them with the making of a database before.
SECONDS, ALL_SECONDS = 300, 1800


def main(words: list[str]) -> int:
    """Run the chosen mutants, AT_ONCE side by side; returns the exit status."""
    chosen = [
        mutant
        for mutant in MUTANTS
        if not words or any(word in f"{mutant.guard} {mutant.test}" for word in words)
    ]
    copies: queue.Queue[Path] = queue.Queue()
    for number in range(AT_ONCE):
        copies.put(_copy(COPIES / str(number)))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        tests = sorted({mutant.test for mutant in chosen})
        halves = [tests[number::AT_ONCE] for number in range(AT_ONCE)]
        if not all(pool.map(lambda half: _passes(copies, half), filter(None, halves))):
            print("the tests fail without any mutant; nothing can be said")
            return 1
        noticed = list(pool.map(lambda mutant: _is_noticed(copies, mutant), chosen))
    print(f"{sum(noticed)} of {len(chosen)} mutants noticed")
    return 0 if all(noticed) else 1


def _copy(copy: Path) -> Path:
    """Make `copy` what the project is now; what is the same stays, with what Python made of it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = {name for name in listed.stdout.split("\0") if (ROOT / name).is_file()}
    names = {name for name in names if not name.endswith((".avif", ".jpg", ".png"))}
    for old in [path for path in copy.rglob("*.py") if str(path.relative_to(copy)) not in names]:
        old.unlink()
    for name in sorted(names):
        source, target = ROOT / name, copy / name
        if not target.exists() or target.read_bytes() != source.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return copy


def _passes(copies: "queue.Queue[Path]", tests: list[str]) -> bool:
    copy = copies.get()
    try:
        run = _pytest(copy, tests, seconds=ALL_SECONDS)
        if run.returncode:
            print(run.stdout[-3000:])
        return not run.returncode
    finally:
        copies.put(copy)


def _is_noticed(copies: "queue.Queue[Path]", mutant: Mutant) -> bool:
    copy = copies.get()
    before = {edit.path: (copy / edit.path).read_text() for edit in mutant.edits}
    try:
        for edit in mutant.edits:
            _apply(edit, copy)
        noticed = any(_fails(mutant, copy) for _try in range(TRIES))
    finally:
        for path, text in before.items():
            (copy / path).write_text(text)
        copies.put(copy)
    print(f"{'noticed ' if noticed else 'SURVIVED'}  {mutant.guard}", flush=True)
    return noticed


def _apply(edit: Edit, copy: Path) -> None:
    file = copy / edit.path
    text = file.read_text()
    if text.count(edit.text) != 1:
        raise SystemExit(f"{edit.path} says {text.count(edit.text)} times: {edit.text}")
    file.write_text(text.replace(edit.text, edit.instead))


def _fails(mutant: Mutant, copy: Path) -> bool:
    try:
        run = _pytest(copy, [mutant.test])
    except subprocess.TimeoutExpired:
        return True  # threads that wait for each other for ever
    if run.returncode not in (0, 1):
        raise SystemExit(f"the test of “{mutant.guard}” did not run:\n{run.stdout[-2000:]}")
    if "query returned" in run.stdout:  # what INTO STRICT says of none, and of several
        raise SystemExit(f"that is not one constraint: {mutant.guard}")
    return run.returncode == 1


def _pytest(
    copy: Path, tests: list[str], *, seconds: int = SECONDS
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests],
        cwd=copy,
        env={**os.environ, "DATABASE_URL": os.environ.get("DATABASE_URL", DATABASE)},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
