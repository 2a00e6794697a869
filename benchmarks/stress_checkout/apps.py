"""The run's app: shortens the patience that the shop's services have."""

from datetime import timedelta

from django.apps import AppConfig


class StressCheckoutConfig(AppConfig):
    """Installed by the run's settings alone."""

    name = "benchmarks.stress_checkout"
    label = "stress_checkout"

    def ready(self) -> None:
        """Heal within seconds what the shop heals within minutes: same rules, shorter waits."""
        from shop.checkout import events, refunds
        from shop.communication import services

        events.PATIENCE, events.STALE, refunds.PATIENCE = 4, 12, 5
        services.LEASE = timedelta(seconds=20)
        soon = timedelta(seconds=5)
        services.BACKOFF = (soon, soon, soon, soon, soon)
