"""Answers on their way to the disk: many phones at once, one write that all of them wait for."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from maturity.errors import InputError
from maturity.model import Response

MOST = 500
"""Most responses of one write."""
OF_ONE = ("forgotten", "withdrawn", "given-away")
"""Faults of one response among many; any other is a fault of all."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What a phone hands in.

    Args:
        phone: what the phone calls itself.
        response: everything that its person has said so far.
        is_final: whether the person has pressed that this is all.
        address: from which it came; empty at the laptop.
    """

    phone: str
    response: Response
    is_final: bool = False
    address: str = ""


Write = Callable[[Sequence[Handed]], None]
"""Saves all of them, or none and raises; returns when they are on the disk."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    handed: Handed
    done: Future[None]


class Outbox:
    """One thread that saves whatever has come in since its last write, in one go.

    Args:
        write: is called by that thread alone.
    """

    def __init__(self, write: Write) -> None:
        self._write = write
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)
        self._thread.start()

    def put(self, handed: Handed) -> Future[None]:
        """Hand something over.

        Returns:
            done when it is on the disk; holds the `InputError` where it could not be saved.
        """
        waiting = _Waiting(handed, Future())
        self._waiting.put(waiting)
        return waiting.done

    def close(self) -> None:
        """Save what has come in, and stop."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch, is_last = [first], False
            while len(batch) < MOST and not is_last:
                try:
                    more = self._waiting.get_nowait()
                except queue.Empty:
                    break
                if more is None:
                    is_last = True
                else:
                    batch.append(more)
            self._save(batch)
            if is_last:
                return

    def _save(self, batch: Sequence[_Waiting]) -> None:
        # Of two of one phone and person the later one is the whole; both are saved with it.
        last = {_whose(one): one.handed for one in batch}
        try:
            self._write([*last.values()])
        except Exception as error:
            if len(last) == 1 or (isinstance(error, InputError) and error.problems[0].code not in OF_ONE):
                _all(batch, error)
                return
            # One who has been erased must not keep the others from being saved.
            for whose in last:
                self._save([one for one in batch if _whose(one) == whose])
        else:
            _all(batch, None)


def _whose(waiting: _Waiting) -> tuple[str, str]:
    return waiting.handed.phone, waiting.handed.response.respondent


def _all(batch: Sequence[_Waiting], error: Exception | None) -> None:
    for one in batch:
        if not one.done.set_running_or_notify_cancel():
            # Nobody waits for it any more: the program is ending.
            continue
        if error is None:
            one.done.set_result(None)
        else:
            one.done.set_exception(error)
