"""The renditions in the repository belong to the originals beside them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PIL import Image as PillowImage

from demo import paths, renditions
from shop.media import selectors
from shop.media.models import Image

MANIFEST = renditions.read_manifest(paths.MANIFEST)


def test_the_manifest_lists_every_original_and_nothing_else() -> None:
    assert set(MANIFEST) == {path.name for path in paths.IMAGES.iterdir()}
    kept = {made.file for shipped in MANIFEST.values() for made in shipped.renditions}
    assert {path.name for path in paths.RENDITIONS.iterdir()} == kept | {"manifest.json"}


@pytest.mark.parametrize("name", sorted(MANIFEST))
def test_renditions_belong_to_their_original(name: str) -> None:
    shipped = MANIFEST[name]
    content = (paths.IMAGES / name).read_bytes()

    assert shipped.sha1 == hashlib.sha1(content, usedforsecurity=False).hexdigest(), (
        "the original changed: run make_demo_renditions"
    )
    with PillowImage.open(paths.IMAGES / name) as original:
        assert original.size == (shipped.width, shipped.height)
    for made in shipped.renditions:
        with PillowImage.open(paths.RENDITIONS / made.file) as opened:
            assert opened.size == (made.width, made.height)
            suffix = made.file.rpartition(".")[2]
            assert opened.format == {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}[suffix]
        assert abs(made.width / made.height - shipped.width / shipped.height) < 0.01


@pytest.mark.parametrize("name", sorted(MANIFEST))
def test_they_are_what_the_worker_would_make(name: str) -> None:
    shipped = MANIFEST[name]
    image = Image(pk=0, collection_id=0, width=shipped.width, height=shipped.height, file=name)

    assert tuple(made.spec for made in shipped.renditions) == selectors.rendition_specs(image)
    assert shipped.quality == renditions.current_quality()


def test_the_folder_stays_small_enough_to_clone() -> None:
    assert sum(path.stat().st_size for path in paths.RENDITIONS.iterdir()) < 8_000_000


def test_only_what_is_missing_or_outdated_is_made_again(tmp_path: Path) -> None:
    originals, target = tmp_path / "images", tmp_path / "renditions"
    originals.mkdir()
    PillowImage.new("RGB", (400, 300), "#6f7f45").save(originals / "moss.jpg")

    assert [name for name, *_rest in renditions.make(originals=originals, target=target)] == [
        "moss.jpg"
    ]
    (shipped,) = renditions.read_manifest(target / "manifest.json").values()
    assert [made.width for made in shipped.renditions] == [320, 400, 400]
    assert list(renditions.make(originals=originals, target=target)) == []

    (originals / "moss.jpg").unlink()
    assert list(renditions.make(originals=originals, target=target)) == []
    assert [path.name for path in target.iterdir()] == ["manifest.json"]
