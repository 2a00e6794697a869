"""Where the demo shop's own files lie."""

from __future__ import annotations

from pathlib import Path

DEMO_DIR = Path(__file__).resolve().parent
CATALOGUE = DEMO_DIR / "catalogue.json"
IMAGES = DEMO_DIR / "images"
RENDITIONS = DEMO_DIR / "renditions"
MANIFEST = RENDITIONS / "manifest.json"
