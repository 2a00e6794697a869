"""Oscar's customer area under our roof, without its ways in."""

from oscar.apps.customer import apps


class CustomerConfig(apps.CustomerConfig):
    """Oscar's app under our roof; the label stays Oscar's, so its loader finds our classes."""

    name = "shop.accounts.customer"
