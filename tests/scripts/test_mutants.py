"""The mutants still find what they take away, and the tests that have to notice."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
MUTANTS = runpy.run_path(str(ROOT / "scripts/guards.py"))["MUTANTS"]


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.guard for mutant in MUTANTS])
def test_a_mutant_meets_the_code_as_it_is(mutant: Any) -> None:
    for edit in mutant.edits:
        assert (ROOT / edit.path).read_text().count(edit.text) == 1, edit.path
        assert edit.text != edit.instead
    path, name = mutant.test.split("::")
    assert re.search(rf"^def {name}\(", (ROOT / path).read_text(), re.MULTILINE), name
