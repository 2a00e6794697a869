"""Listings: what they are filtered, counted and sorted by, and how that is kept current."""
