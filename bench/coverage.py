"""How far intervals and verdicts can be trusted: `make bench`."""

from __future__ import annotations

import coverage_change
import coverage_placement
import coverage_shapes

if __name__ == "__main__":
    coverage_placement.main()
    print()
    coverage_change.main()
    print()
    coverage_shapes.main()
