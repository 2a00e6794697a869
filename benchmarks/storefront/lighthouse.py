"""Lighthouse on the pages that sell: the median of five runs each, on its simulated slow 4G phone.

    python -m benchmarks.storefront.lighthouse [--runs 5] [--url https://shop.example] [PAGE ...]

Needs Node.js (`npm ci --prefix scripts/node`) and Chromium. The demo shop is asked as shoppers ask
it, over TLS and HTTP/2; `--url` asks a shop that runs already and holds the demo. Prints a table;
exit status 1 when a page misses what the shop promises: performance 95, the others 100 (SEO only
where a page may be indexed), a layout shift of 0.02 and a largest paint after 1.8 s at most.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.storefront.serving import ROOT, demo_shop
from benchmarks.storefront.visits import (
    CHROMIUM,
    MEASURED,
    PAGES,
    PageSeen,
    cookies_of_a_shopper,
)

LIGHTHOUSE = ROOT / "scripts/node/node_modules/.bin/lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
MOST_SHIFT = 0.02
MOST_LCP = 1800.0


def main() -> int:
    """Run, print, judge; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--url", help="a shop that runs already; else one is started")
    parser.add_argument("--keep", type=Path, help="a folder for the whole reports")
    parser.add_argument("pages", nargs="*", default=MEASURED, metavar="PAGE")
    options = parser.parse_args()
    if not LIGHTHOUSE.exists():
        print("Lighthouse is not installed: npm ci --prefix scripts/node", file=sys.stderr)
        return 2
    missed: list[str] = []
    with (
        contextlib.nullcontext(options.url) if options.url else demo_shop(over_http2=True) as url,
        tempfile.TemporaryDirectory() as folder,
    ):
        with sync_playwright() as playwright:
            cookies = cookies_of_a_shopper(playwright, url)
        _print_head(options.runs)
        for page in (each for each in PAGES if each.name in options.pages):
            reports = [
                _run(url, page, cookies, (options.keep or Path(folder)) / f"{page.name}-{run}.json")
                for run in range(options.runs)
            ]
            missed += _print_row(page, reports)
    print(f"load at the end {os.getloadavg()[0]:.1f}")
    print(*missed or ["Every page keeps what is promised."], sep="\n")
    return 1 if missed else 0


def _print_head(runs: int) -> None:
    version = json.loads((LIGHTHOUSE.parents[1] / "lighthouse/package.json").read_text())["version"]
    today = datetime.datetime.now(datetime.UTC).date()
    print(
        f"Lighthouse {version}, {today}, {os.cpu_count()} cores, "
        f"load at the start {os.getloadavg()[0]:.1f}; the median of {runs}"
    )
    print(
        f"{'page':<10}{'perf':>6}{'a11y':>6}{'best':>6}{'seo':>6}"
        f"{'LCP ms':>9}{'from-to':>12}{'CLS':>7}{'TBT ms':>8}"
    )


def _run(url: str, page: PageSeen, cookies: str, report: Path) -> dict[str, Any]:
    """One report; asked for a second time where Chromium itself failed."""
    try:
        return _ask(url, page, cookies, report)
    except subprocess.CalledProcessError:
        return _ask(url, page, cookies, report)


def _ask(url: str, page: PageSeen, cookies: str, report: Path) -> dict[str, Any]:
    report.parent.mkdir(parents=True, exist_ok=True)
    headers = ["--extra-headers", json.dumps({"Cookie": cookies})] if page.private else []
    subprocess.run(
        [
            str(LIGHTHOUSE),
            f"{url}{page.path}",
            *("--output=json", f"--output-path={report}", "--quiet"),
            "--chrome-flags=--headless=new --no-sandbox --ignore-certificate-errors",
            *headers,
        ],
        env={**os.environ, "CHROME_PATH": CHROMIUM},
        check=True,
        timeout=180,
    )
    result: dict[str, Any] = json.loads(report.read_text())
    return result


def _print_row(page: PageSeen, reports: list[dict[str, Any]]) -> list[str]:
    def all_of(audit: str) -> list[float]:
        return [report["audits"][audit]["numericValue"] for report in reports]

    scores = {
        name: round(100 * median(r["categories"][name]["score"] or 0 for r in reports))
        for name in CATEGORIES
    }
    paints = all_of("largest-contentful-paint")
    lcp, shift = median(paints), median(all_of("cumulative-layout-shift"))
    judged = [name for name in CATEGORIES if not (page.private and name == "seo")]
    cells = "".join(f"{scores[name] if name in judged else '-':>6}" for name in CATEGORIES)
    spread = f"{min(paints):.0f}-{max(paints):.0f}"
    blocked = median(all_of("total-blocking-time"))
    print(f"{page.name:<10}{cells}{lcp:>9.0f}{spread:>12}{shift:>7.3f}{blocked:>8.0f}", flush=True)
    missed = [
        f"{page.name}: {name} {scores[name]}" for name in judged if scores[name] < LEAST[name]
    ]
    if shift > MOST_SHIFT:
        missed.append(f"{page.name}: shifts by {shift:.3f}")
    if lcp > MOST_LCP:
        missed.append(f"{page.name}: largest paint after {lcp:.0f} ms")
    return missed


if __name__ == "__main__":
    raise SystemExit(main())
