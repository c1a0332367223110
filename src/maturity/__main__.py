"""The program: `maturity`, or `python -m maturity`."""

from __future__ import annotations

import sys

from maturity import __version__


class _WithoutManuals:
    """Loads matplotlib without the lists of properties that it writes into its docstrings.

    They are made anew at every start, an eighth of the time that a chart takes, and here nobody can read them. A
    notebook, where somebody does, loads it as it is.
    """

    def find_spec(self, name: str, path: object, target: object = None) -> None:
        """Called before a module is looked for; finds none, so that the usual finders go on."""
        if name not in ("matplotlib.text", "matplotlib.lines", "matplotlib.patches", "matplotlib.figure"):
            return
        sys.meta_path.remove(self)
        from matplotlib import artist

        setattr(artist, "kwdoc", lambda one: "")  # noqa: B010
        nothing = classmethod(lambda cls: None)
        setattr(artist.Artist, "_update_set_signature_and_docstring", nothing)  # noqa: B010


def main() -> None:
    """Run the command line. Asking for the version alone loads nothing else."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"maturity {__version__}")
        return
    import os
    import signal

    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:
        # While libraries are loaded nothing has begun that would have to be told, and some of them swallow Ctrl-C.
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    import gc

    # The matrices are small: threads for them, and a look for plugins that nobody has, only cost time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")

    # A run is short and makes little garbage in cycles; looking for it costs a tenth of the start.
    gc.set_threshold(400_000)
    sys.meta_path.insert(0, _WithoutManuals())
    from maturity.cli.app import run

    code = run(begin=lambda: signal.signal(signal.SIGINT, before))
    # The same on the way out, where all that was loaded would be looked through once more: an eighth of `score`.
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
