"""What `make lighthouse` makes of Lighthouse's reports."""

from typing import Any

from benchmarks.storefront.lighthouse import Seen, undisturbed
from benchmarks.storefront.visits import PageSeen

HOME = PageSeen("home", "/")
BASKET = PageSeen("basket", "/basket/", private=True)


def report(
    *, paint: float = 1500, shift: float = 0.0, cpu: float = 2000, **scores: float | None
) -> dict[str, Any]:
    """What we read of a report: scores from 0 to 1, the largest paint in milliseconds."""
    perfect = {"performance": 1.0, "accessibility": 1.0, "best-practices": 1.0, "seo": 1.0}
    given = {name.replace("_", "-"): score for name, score in scores.items()}
    return {
        "environment": {"benchmarkIndex": cpu},
        "categories": {name: {"score": score} for name, score in {**perfect, **given}.items()},
        "audits": {
            "largest-contentful-paint": {"numericValue": paint},
            "cumulative-layout-shift": {"numericValue": shift},
            "total-blocking-time": {"numericValue": 12},
        },
    }


def test_a_page_that_keeps_its_promises_misses_nothing() -> None:
    seen = Seen(HOME, [report(paint=1800, shift=0.02, performance=0.95)])
    assert seen.missed() == []
    assert seen.row().split() == "home 95 100 100 100 1800 1800-1800 0.020 12 2000".split()  # noqa: SIM905


def test_each_broken_promise_is_named() -> None:
    worst = report(
        paint=1801, shift=0.021, performance=0.94, accessibility=0.99, best_practices=0.96, seo=None
    )
    assert Seen(HOME, [worst]).missed() == [
        "home: performance 94",
        "home: accessibility 99",
        "home: best-practices 96",
        "home: seo 0",
        "home: largest paint after 1801 ms",
        "home: shifts by 0.021",
    ]


def test_the_median_counts_and_the_spread_is_shown() -> None:
    seen = Seen(HOME, [report(paint=paint) for paint in (1400, 2600, 1500)])
    assert seen.missed() == []
    assert "1500   1400-2600" in seen.row()


def test_search_engines_do_not_judge_what_is_somebodys_own() -> None:
    seen = Seen(BASKET, [report(seo=0.58)])
    assert seen.missed() == []
    assert seen.row().split()[:5] == ["basket", "100", "100", "100", "-"]


def test_a_run_on_a_starved_machine_is_repeated_whatever_the_page_did() -> None:
    machine = iter([2000, 900, 1500, 1900, 700])
    asked: list[int] = []

    def ask(number: int) -> dict[str, Any]:
        asked.append(number)
        return report(cpu=next(machine), paint=1000 * (number + 1))

    reports = undisturbed(ask, runs=3)

    assert asked == [0, 1, 2, 3]
    assert [each["environment"]["benchmarkIndex"] for each in reports] == [2000, 1900, 1500]


def test_a_machine_that_stays_busy_is_not_asked_for_ever() -> None:
    machine = iter([2000] + [100] * 9)
    assert len(undisturbed(lambda number: report(cpu=next(machine)), runs=2)) == 2
    assert len(list(machine)) == 6
