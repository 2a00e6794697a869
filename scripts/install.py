#!/usr/bin/env python3
"""Install a locked requirements file into the virtual environment, once.

    python3 scripts/install.py run     what the shop needs to run
    python3 scripts/install.py dev     that, and what its tests and checks need

Only the standard library is used: this runs before anything is installed. A copy of the
lock that was installed stays in the environment, so that an unchanged lock costs nothing
and a changed one is installed again. An installation that was cut short leaves its mark,
and the next run builds the environment anew.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("VENV", ROOT / ".venv")).absolute()
LOCKS = {"run": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
# Whoever has a set has these as well: the dev lock is made on top of the run lock.
INCLUDES = {"run": ["run"], "dev": ["dev", "run"]}
OLDEST_PYTHON = (3, 11)


def main(wanted: str) -> None:
    """Bring the environment to the lock named `wanted`, or end with one line that says why not."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            "The shop needs Python 3.11 or newer; this is %s at %s. Name another one: "
            "make PYTHON=/path/to/python3.11" % (sys.version.split()[0], sys.executable)
        )
    if is_installed(wanted):
        return
    if unfinished().exists() or (VENV.exists() and not works()):
        say("The environment in %s is broken or half installed: building it anew." % shown(VENV))
        shutil.rmtree(VENV)
    if not VENV.exists():
        create()
    install(wanted)


def is_installed(wanted: str) -> bool:
    """Whether this very lock was installed and the environment still starts."""
    stamp = stamp_of(wanted)
    return (
        stamp.exists()
        and not unfinished().exists()
        and stamp.read_bytes() == LOCKS[wanted].read_bytes()
        and works()
    )


def create() -> None:
    """Make the virtual environment; name what a bare Debian lacks for it."""
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        version = "%d.%d" % sys.version_info[:2]
        sys.exit(
            "This Python cannot make virtual environments. On Debian or Ubuntu: "
            "apt-get install python3-venv (or python%s-venv), then again." % version
        )
    say(
        "Making a virtual environment in %s (Python %s) ..." % (shown(VENV), sys.version.split()[0])
    )
    VENV.mkdir(parents=True)
    unfinished().touch()
    venv.EnvBuilder(with_pip=True, symlinks=True).create(VENV)


def install(wanted: str) -> None:
    """Install the lock with its hashes, showing how far it is."""
    lock = LOCKS[wanted]
    total = len(re.findall(r"^[a-zA-Z0-9][^\s=]*==", lock.read_text(), flags=re.MULTILINE))
    started = time.monotonic()
    unfinished().touch()
    for name in LOCKS:
        stamp_of(name).unlink(missing_ok=True)
    command = [
        *(str(python()), "-m", "pip", "install", "--require-hashes", "--no-deps"),
        *("--disable-pip-version-check", "--no-input", "--progress-bar", "off"),
        # Python compiles what is really imported; compiling all of it takes eight seconds more.
        "--no-compile",
        *("--requirement", str(lock)),
    ]
    said: list[str] = []
    progress = load_progress().Progress(sys.stdout)
    arrived = 0
    say("Installing %d packages from %s ..." % (total, lock.name))
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT
    ) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            said.append(line)
            if line.startswith(("Collecting ", "Requirement already satisfied: ")):
                arrived += 1
                progress.show("Fetching", arrived, total)
            elif line.startswith("Installing collected packages"):
                progress.finish()
                say("  Unpacking ...")
    if pip.returncode:
        progress.finish()
        sys.stdout.write("".join(said[-25:]))
        sys.exit("pip could not install %s (above is what it said)." % lock.name)
    for name in INCLUDES[wanted]:
        stamp_of(name).write_bytes(LOCKS[name].read_bytes())
    unfinished().unlink()
    say("Installed in %d s." % (time.monotonic() - started))


def works() -> bool:
    """Whether the environment's Python starts and has its pip."""
    try:
        answer = subprocess.run([python(), "-c", "import pip"], capture_output=True, timeout=60)
    except OSError:
        return False
    return answer.returncode == 0


def load_progress() -> Any:
    """The shop's progress bar, by its path: the package around it needs what is not there yet."""
    spec = importlib.util.spec_from_file_location("progress", ROOT / "shop/core/progress.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def python() -> Path:
    """The environment's own Python."""
    return VENV / "bin" / "python"


def unfinished() -> Path:
    """The mark of an installation under way."""
    return VENV / "installation-under-way"


def stamp_of(name: str) -> Path:
    """Where the copy of an installed lock lies."""
    return VENV / ("installed-" + LOCKS[name].name)


def shown(path: Path) -> Path:
    """A path as a person would write it from the project's folder."""
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def say(text: str) -> None:
    """One line, at once."""
    print(text, flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in LOCKS:
        sys.exit("Usage: python3 scripts/install.py run|dev")
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit("\nStopped; the next start begins the installation anew.")
