"""The program: `maturity`, or `python -m maturity`."""

from __future__ import annotations

import sys

from maturity import __version__


def main() -> None:
    """Run the command line. Asking for the version alone loads nothing else."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"maturity {__version__}")
        return
    import gc
    import os

    # The matrices are small: threads for them, and a look for plugins that nobody has, only cost time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")

    # A run is short and makes little garbage in cycles; looking for it costs a tenth of the start.
    gc.set_threshold(200_000)
    from maturity.cli.app import run

    code = run()
    # The same on the way out, where all that was loaded would be looked through once more: an eighth of `score`.
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
