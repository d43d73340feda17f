"""Bounds on what a book's own templates and style sheets may cost: they may be somebody else's, and never end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TimeLimitReached(Exception):
    """Something took more processor time than it may."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `TimeLimitReached` in the block once it has used so many `seconds` of processor time.

    Processor time, so that a busy machine does not make a book fail. Only the main thread of a process can be
    stopped so (workers have one of their own); elsewhere, and where there is no such timer (Windows), the block
    is not bounded. Limits may stand within one another: the inner one holds, then the outer one goes on.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeLimitReached(f"{seconds:g} seconds of processor time are used up")

    handler = signal.signal(signal.SIGPROF, stop)
    remaining, _ = signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, remaining)
        signal.signal(signal.SIGPROF, handler)
