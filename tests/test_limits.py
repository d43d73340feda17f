"""What never ends is stopped; what ends is left alone."""

from __future__ import annotations

import itertools
import signal
import threading

import pytest

from make_book.limits import TimeLimitReached, time_limit


def spin(times: int | None = None) -> int:
    return sum(1 for _ in (itertools.count() if times is None else range(times)))


def test_what_never_ends_is_stopped() -> None:
    with pytest.raises(TimeLimitReached, match=r"0\.1 seconds"), time_limit(0.1):
        spin()


def test_what_ends_is_left_alone_and_leaves_no_timer_behind() -> None:
    with time_limit(60):
        assert spin(10) == 10
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_an_inner_limit_holds_and_the_outer_one_goes_on() -> None:
    def both() -> None:
        with pytest.raises(TimeLimitReached, match=r"0\.1 seconds"), time_limit(0.1):
            spin()
        spin()

    with pytest.raises(TimeLimitReached, match=r"0\.3 seconds"), time_limit(0.3):
        both()


def test_another_thread_is_not_bounded() -> None:
    done: list[int] = []

    def work() -> None:
        with time_limit(0.01):
            done.append(spin(1_000_000))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [1_000_000]
