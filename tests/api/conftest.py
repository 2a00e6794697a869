import pytest

from tests.factories import countries


@pytest.fixture(autouse=True)
def _shop(request: pytest.FixtureRequest) -> None:
    """A database, and somewhere to deliver to."""
    if not request.node.get_closest_marker("postgres"):
        request.getfixturevalue("db")
        countries()
