"""Products with pictures; every test begins with an empty cache and a media folder of its own."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh(settings: Any, tmp_path: Path) -> None:
    """Menus are cached, and pictures are files."""
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()
