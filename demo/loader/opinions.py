"""What shoppers said and asked: reviews of demo products, and questions with their answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from demo.loader.report import EntryError, Report
from shop.catalogue.models import Product
from shop.reviews.models import ProductReview, Question

FILE = "opinions.json"
ADDRESS = "{}@example.com"


def load(
    *, folder: Path, products: Mapping[str, Product], report: Report, reset: bool = False
) -> int:
    """Create the reviews and questions of ``opinions.json``; returns how many there are.

    They are known by product and number, so twice gives the same. What is there is
    left as the dashboard made it, unless ``reset``. Broken entries are reported.
    Without the file there are none. Raises ``EntryError`` where it cannot be read.
    """
    if not (folder / FILE).exists():
        return 0
    try:
        raw = json.loads((folder / FILE).read_text(encoding="utf-8"))
        reviews, questions = dict(raw["reviews"]), dict(raw["questions"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EntryError(f"{FILE} cannot be read: {error}") from error
    count = 0
    for kind, of_kind, keep in (("review", reviews, _review), ("question", questions, _question)):
        for slug, number, product, entry in _entries(kind, of_kind, products, report):
            name = f"{kind} {number} of {slug}"
            try:
                with transaction.atomic():
                    keep(product, f"demo-{slug}-{number}", entry, reset)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                report.skip(name, f"it cannot be read: {error!r}")
            else:
                count += 1
    for slug in reviews:
        if slug in products:
            products[slug].update_rating()
    return count


def _entries(
    kind: str, raw: Mapping[str, Any], products: Mapping[str, Product], report: Report
) -> Iterator[tuple[str, int, Product, Any]]:
    for slug, entries in raw.items():
        if slug not in products:
            report.skip(f"{kind}s of {slug}", "that product is not there")
            continue
        for number, entry in enumerate(entries, start=1):
            yield slug, number, products[slug], entry


def _review(product: Product, code: str, entry: Mapping[str, Any], reset: bool) -> None:
    there = ProductReview.objects.filter(code=code).first()
    if there and not reset:
        return
    score = int(entry["score"])
    if not 1 <= score <= 5:
        raise ValueError("one to five stars")
    waiting = bool(entry.get("waiting"))
    review = there or ProductReview(code=code)
    review.product = product
    review.score, review.title, review.body = score, str(entry["title"]), str(entry["body"])
    review.name, review.email = str(entry["name"]), _address(entry["name"])
    review.bought, review.reply = bool(entry.get("bought")), str(entry.get("reply", ""))
    review.total_votes = review.delta_votes = int(entry.get("helpful", 0))
    review.status = ProductReview.FOR_MODERATION if waiting else ProductReview.APPROVED
    written = timezone.now() - timedelta(days=int(entry["days_ago"]))
    review.published_at = None if waiting else written
    review.save()
    ProductReview.objects.filter(pk=review.pk).update(date_created=written)


def _question(product: Product, code: str, entry: Mapping[str, Any], reset: bool) -> None:
    there = Question.objects.filter(product=product, body=entry["question"]).first()
    if there and not reset:
        return
    asked = timezone.now() - timedelta(days=int(entry["days_ago"]))
    answer = str(entry.get("answer", ""))
    question = there or Question(product=product, body=str(entry["question"]))
    question.name, question.email = str(entry.get("name", "")), _address(code)
    question.answer = answer
    question.status = Question.Status.ANSWERED if answer else Question.Status.WAITING
    question.answered_at = asked + timedelta(days=1) if answer else None
    question.save()
    Question.objects.filter(pk=question.pk).update(created_at=asked)


def _address(name: str) -> str:
    """An address that reaches nobody: example.com is kept free for that."""
    return ADDRESS.format(re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-"))
