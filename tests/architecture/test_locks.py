"""What is installed is what was locked, from wherever the installer gets it."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s\\]+)", re.MULTILINE)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name: str) -> dict[str, str]:
    return {
        normal(package): version for package, version in PINNED.findall((ROOT / name).read_text())
    }


def direct(extra: str = "") -> set[str]:
    """The names that pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return {normal(re.split(r"[\[<>=~!; ]", entry)[0]) for entry in wanted}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text()

    assert "://" not in text
    assert not re.search(r"^(-i|--)", text, re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_its_hashes(name: str) -> None:
    blocks = re.split(r"^(?=[a-z0-9])", (ROOT / name).read_text(), flags=re.MULTILINE)

    for block in blocks:
        if PINNED.match(block):
            assert "--hash=sha256:" in block, block.splitlines()[0]


def test_all_direct_dependencies_are_locked() -> None:
    assert direct() <= locked("requirements.txt").keys()
    assert direct("dev") <= locked("requirements-dev.txt").keys()


def test_tests_run_on_what_the_shop_runs_on() -> None:
    run, dev = locked("requirements.txt"), locked("requirements-dev.txt")

    assert {name: dev.get(name) for name in run} == run
