"""Moderation: reviews (Oscar's dashboard, forked) and questions."""
