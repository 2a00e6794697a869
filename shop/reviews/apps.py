"""What shoppers say of a product and what they ask: reviews, votes, questions."""

from typing import Any

from oscar.apps.catalogue.reviews import apps


class ReviewsConfig(apps.CatalogueReviewsConfig):
    """Oscar's reviews under our roof, with questions; it stands above orders, which say who bought.

    Oscar's own views and forms are not used: pages and addresses are in `views` and `urls`.
    """

    name = "shop.reviews"

    def ready(self) -> None:
        """Tell the outbox what this room writes, and the log-in what may have waited for it."""
        from shop.core.after_login import register
        from shop.reviews import emails, services, signal_handlers

        signal_handlers.connect()
        emails.register_kinds()
        register("helpful", services.vote_after_login)

    def get_urls(self) -> list[Any]:
        """None: Oscar would add them to its catalogue's addresses."""
        return []
