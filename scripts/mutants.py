"""Takes one lock or guard away at a time and shows that a race then fails.

Each mutant is a text replaced in a copy of the project; its test has to fail on real PostgreSQL
(DATABASE_URL, by default the local one). Prints a table; exit status 1 when a mutant survives.
Not part of the test run: it takes minutes, and a race may need a second try to be lost.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "postgres://postgres@127.0.0.1:5432/postgres"
RACES = "tests/concurrency/test_races.py"
OFFERS = "tests/concurrency/test_offers.py"
TRIES = 3


@dataclass(frozen=True)
class Mutant:
    """A guard, where it stands, what is put in its place, and the race that has to notice."""

    guard: str
    path: str
    text: str
    instead: str
    test: str


MUTANTS = (
    Mutant(
        "the basket's row lock when adding",
        "shop/basket/models.py",
        "            self.lock()\n            return super().add_product(",
        "            return super().add_product(",
        f"{RACES}::test_twenty_simultaneous_adds_to_one_are_twenty_one",
    ),
    Mutant(
        "the stock's comparison in its UPDATE",
        "shop/partner/models.py",
        'num_in_stock__gte=Coalesce(F("num_allocated"), 0) + quantity,',
        "",
        f"{RACES}::test_fifty_shoppers_and_one_unit_are_one_order_and_forty_nine_uncharged",
    ),
    Mutant(
        "the order's lock when a payment starts",
        "shop/checkout/payments.py",
        "        locked = lock_order(order.pk)\n        if locked.status != AWAITING_PAYMENT",
        "        locked = order\n        if locked.status != AWAITING_PAYMENT",
        f"{RACES}::test_eight_starts_are_one_payment",
    ),
    Mutant(
        "the locks of order and payment when a snapshot is applied",
        "shop/orders/services.py",
        ".objects.select_for_update().get(pk=order_id)",
        ".objects.get(pk=order_id)",
        f"{RACES}::test_ten_looks_at_a_success_pay_once",
    ),
    Mutant(
        "the order's lock when a refund is reserved",
        "shop/orders/services.py",
        ".objects.select_for_update().get(pk=order_id)",
        ".objects.get(pk=order_id)",
        f"{RACES}::test_five_refunds_of_sixty_percent_are_one",
    ),
    Mutant(
        "the offers' row locks when an order counts its use",
        "shop/offers/services.py",
        "ConditionalOffer.objects.select_for_update()",
        "ConditionalOffer.objects",
        f"{OFFERS}::test_the_last_use_of_an_offer_is_given_once",
    ),
    Mutant(
        "the vouchers' row locks before an order is priced",
        "shop/offers/services.py",
        'Voucher.objects.select_for_update(of=("self",))',
        "Voucher.objects",
        f"{OFFERS}::test_a_single_use_voucher_is_used_once",
    ),
)


def main() -> int:
    """Run every mutant; returns the exit status."""
    survived = 0
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        for number, mutant in enumerate(MUTANTS, start=1):
            noticed = any(
                _fails(mutant, Path(folder) / f"{number}-{turn}") for turn in range(TRIES)
            )
            survived += not noticed
            print(f"{'noticed ' if noticed else 'SURVIVED'}  {mutant.guard}", flush=True)
    print(f"{len(MUTANTS) - survived} of {len(MUTANTS)} mutants noticed")
    return 1 if survived else 0


def _fails(mutant: Mutant, copy: Path) -> bool:
    files = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, files.stdout.split("\0")):
        if (ROOT / name).is_file() and not name.startswith("demo/"):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    shutil.copytree(ROOT / "demo", copy / "demo", ignore=shutil.ignore_patterns("*.avif", "*.jpg"))
    source = copy / mutant.path
    text = source.read_text()
    if mutant.text not in text:
        sys.exit(f"{mutant.path} no longer says what the mutant of “{mutant.guard}” replaces")
    # A second lock on the payment itself stands behind the order's; both have to go.
    source.write_text(text.replace(mutant.text, mutant.instead))
    payments = copy / "shop/checkout/payments.py"
    if mutant.path == "shop/orders/services.py":
        payments.write_text(
            payments.read_text().replace(
                "Payment.objects.select_for_update().get", "Payment.objects.get"
            )
        )
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", mutant.test],
        cwd=copy,
        env={**os.environ, "DATABASE_URL": os.environ.get("DATABASE_URL", DATABASE)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if run.returncode not in (0, 1):
        sys.exit(f"the test of “{mutant.guard}” did not run:\n{run.stdout[-2000:]}")
    return run.returncode == 1


if __name__ == "__main__":
    raise SystemExit(main())
