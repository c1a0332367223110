"""How far intervals and verdicts can be trusted: `make bench`."""

from __future__ import annotations

import coverage_change

if __name__ == "__main__":
    coverage_change.main()
