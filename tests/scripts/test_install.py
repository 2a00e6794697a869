"""The installer: once, again when the lock changes, and anew after it was cut short."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def installer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script with an environment and a lock of its own; nothing is in it to be fetched."""
    spec = importlib.util.spec_from_file_location("install", ROOT / "scripts/install.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    lock = tmp_path / "requirements.txt"
    lock.write_text("# nothing yet\n")
    monkeypatch.setattr(module, "VENV", tmp_path / "venv")
    monkeypatch.setattr(module, "LOCKS", {"run": lock})
    monkeypatch.setattr(module, "INCLUDES", {"run": ["run"]})
    return module


def test_once_is_enough_until_the_lock_changes(
    installer: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    installer.main("run")
    assert installer.is_installed("run")
    assert "Making a virtual environment" in capsys.readouterr().out

    installer.main("run")
    assert capsys.readouterr().out == ""

    installer.LOCKS["run"].write_text("# something else\n")
    assert not installer.is_installed("run")
    installer.main("run")
    assert installer.is_installed("run")
    assert "Making" not in capsys.readouterr().out


def test_an_installation_that_was_cut_short_begins_anew(
    installer: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    (installer.VENV / "lib").mkdir(parents=True)
    installer.unfinished().touch()

    installer.main("run")

    assert installer.is_installed("run")
    assert "building it anew" in capsys.readouterr().out


def test_an_old_python_is_told_in_one_line(
    installer: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installer, "OLDEST_PYTHON", (99, 0))

    with pytest.raises(SystemExit, match="PYTHON="):
        installer.main("run")


def test_a_python_without_venv_names_the_package(
    installer: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ensurepip", None)

    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        installer.main("run")
