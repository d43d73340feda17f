"""Many tasks on all cores: a pool of processes that begin as copies of this one.

A worker is forked when everything is imported and read, so it has the function and the tasks already:
only the number of a task travels to it, only the result travels back. Where there is no `fork`
(Windows), the tasks are done one after the other in this process; the results are the same.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

_ROUNDS = 16
"""How often each worker fetches tasks, so that one with long tasks leaves the rest to others."""
_MANY = 8
"""Tasks for which it pays to set apart what is there already, though what is no longer needed stays meanwhile."""
_inherited: tuple[Callable[[Any], Any], Sequence[Any]] | None = None
"""What workers find in their copy of this process."""


def spread(function: Callable[[Task], Result], tasks: Sequence[Task], jobs: int = 0) -> list[Result]:
    """Return `[function(task) for task in tasks]`, worked out by `jobs` processes (0: one for each core).

    `function` may be a closure; its results, and what it raises, must be picklable. What it raises is
    raised here, the worker's traceback as its cause; then, and when this process is interrupted or
    killed, all workers end. `BrokenProcessPool` is raised when a worker is killed.
    """
    return list(spread_out(function, tasks, jobs))


def spread_out(function: Callable[[Task], Result], tasks: Sequence[Task], jobs: int = 0) -> Iterator[Result]:
    """Yield what `spread` returns, as it comes."""
    many = min(jobs or cores(), len(tasks))
    if many < 2 or _inherited is not None or not hasattr(os, "fork"):
        with _at_rest() if len(tasks) >= _MANY else nullcontext():
            yield from map(function, tasks)
        return
    size = max(1, len(tasks) // (many * _ROUNDS))
    with _workers(function, tasks, many) as pool:
        begins = range(0, len(tasks), size)
        runs = deque([pool.submit(_work, range(at, min(at + size, len(tasks)))) for at in begins])
        while runs:  # each is let go once its results are handed on
            yield from runs.popleft().result()


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _at_rest() -> Iterator[None]:
    """Let the garbage collector leave alone what is there already: it looks only through what the tasks make."""
    if gc.get_freeze_count():  # in a worker: what it shares with us stays shared
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def _workers(function: Callable[[Any], Any], tasks: Sequence[Any], many: int) -> Iterator[Executor]:
    """Keep a pool while its tasks run. The garbage collector leaves what workers share with us untouched."""
    global _inherited  # noqa: PLW0603 - a fork inherits nothing but globals
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    others = frozenset(multiprocessing.active_children())
    context = multiprocessing.get_context("fork")
    _inherited = (function, tasks)
    try:
        with _at_rest(), ProcessPoolExecutor(many, mp_context=context, initializer=_begin) as pool:
            try:
                yield pool
            except BaseException:
                # Runs are not cancelled: the pool cannot lose its workers without complaining of those.
                pool.shutdown(wait=False)
                for worker in frozenset(multiprocessing.active_children()) - others:
                    worker.terminate()
                raise
    finally:
        _inherited = None


def _begin() -> None:
    """Prepare a worker: it ends without a word when interrupted, and when its parent is no more."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _work(run: range) -> list[Any]:
    if _inherited is None:
        raise RuntimeError("a worker without its tasks")
    function, tasks = _inherited
    return [function(tasks[at]) for at in run]
