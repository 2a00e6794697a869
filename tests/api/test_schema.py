"""The description of the API: whole, true, and shown from our own origin."""

import re

from django.contrib.staticfiles import finders
from django.core.management import call_command


def test_the_schema_is_made_without_an_error_or_a_warning(tmp_path):
    file = tmp_path / "schema.yml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(file))
    assert "/api/v1/products/{slug}/" in file.read_text()


def test_it_is_served(client):
    answer = client.get("/api/v1/schema/")
    assert answer.status_code == 200
    assert b"/api/v1/products/" in answer.content


def test_its_page_takes_everything_from_here_and_runs_nothing_inline(client):
    answer = client.get("/api/v1/docs/")
    page = answer.text
    assert answer.status_code == 200
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*src=)|<style| style=| on\w+=", page)
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(addresses) == 5
    for address in addresses:
        assert address.startswith("/")
        if address.startswith("/static/"):
            assert finders.find(address.removeprefix("/static/")), address
    script = client.get("/api/v1/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert b"/api/v1/schema/" in script.content


def test_the_log_in_for_programs_is_described_beside_it(client):
    assert client.get("/_allauth/openapi.json").status_code == 200
