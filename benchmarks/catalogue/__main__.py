"""python -m benchmarks.catalogue"""

import sys

from benchmarks.catalogue.run import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
