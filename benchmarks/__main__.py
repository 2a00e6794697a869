"""The benchmarks behind the README's figures, one after the other.

    python -m benchmarks [NAME ...] [arguments for them]

A part is a module with `main(arguments) -> int`, which prints what it measured and returns the exit
status: 0, or 1 where a figure misses its aim.
"""

import argparse
import sys
from importlib import import_module

PARTS = {
    "orders": "benchmarks.orders.run",  # placing an order, and the basket page
    "catalogue": "benchmarks.catalogue.run",  # listings, products and search in three sizes
    "pages": "benchmarks.pages.run",  # what the page cache is worth
}


def main() -> int:
    """Run the parts that were named, or all; the worst of their statuses."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__.split("\n")[0]
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(PARTS)}; all")
    options, arguments = parser.parse_known_args()
    if unknown := set(options.names) - set(PARTS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    return max(import_module(PARTS[name]).main(arguments) for name in options.names or PARTS)


if __name__ == "__main__":
    sys.exit(main())
