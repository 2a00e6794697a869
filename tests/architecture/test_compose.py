"""docker-compose.yml is what the Compose specification allows, and says all that it needs."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]


def test_it_fits_the_specifications_schema() -> None:
    schema = json.loads((Path(__file__).parent / "compose_spec/compose_spec.json").read_text())
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(COMPOSE)] == []
    spoilt = COMPOSE | {"services": {"web": {"image": ["not", "a", "name"]}}}
    assert not validator.is_valid(spoilt)


def test_every_service_is_there_and_comes_back_after_a_fault() -> None:
    names = {"proxy", "web", "migrate", "worker", "beat", "postgres", "redis", "queue"}
    assert set(SERVICES) == names
    assert SERVICES["beat"]["deploy"]["replicas"] == 1
    assert {SERVICES[name]["restart"] for name in names - {"migrate"}} == {"unless-stopped"}
    assert all("healthcheck" in SERVICES[name] for name in names - {"migrate"})


def test_nothing_starts_before_the_tables_stand() -> None:
    for name in ("web", "worker", "beat"):
        waits = SERVICES[name]["depends_on"]
        assert waits["migrate"]["condition"] == "service_completed_successfully"
    assert SERVICES["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"


def test_every_variable_is_explained_and_every_file_is_there() -> None:
    explained = (ROOT / ".env.example").read_text()
    asked = set(re.findall(r"\$\{([A-Z_]+)", TEXT))
    assert {name for name in asked if f"{name}=" not in explained} == set()
    mounted = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", ())
        if volume.startswith("./")
    }
    assert mounted
    assert {name for name in mounted if not (ROOT / name).is_file()} == set()


def test_the_image_is_not_root_and_takes_hashed_packages_alone() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert "--require-hashes" in text
    assert text.count("FROM ") > 1
    assert re.search(r"^USER shop$", text, re.M)
    assert "collectstatic" in text
