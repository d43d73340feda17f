"""Workers: order kept, faults brought home, nobody left behind."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from make_book.findings import BookError, Finding, Span
from make_book.workers import cores, spread


def test_results_keep_the_order_of_the_tasks_whatever_their_lengths() -> None:
    offset = 100

    def slow_first(number: int) -> int:
        time.sleep(0.02 if number == 0 else 0)
        return number + offset

    assert spread(slow_first, range(90), 2) == list(range(100, 190))


def test_several_processes_work_and_one_job_stays_at_home() -> None:
    assert os.getpid() not in spread(lambda _: os.getpid(), range(4), 2)
    assert spread(lambda _: os.getpid(), range(4), 1) == [os.getpid()] * 4


def test_a_single_task_and_none_need_no_worker() -> None:
    assert spread(lambda _: os.getpid(), [1], 8) == [os.getpid()]
    assert spread(lambda _: os.getpid(), [], 8) == []


def test_a_worker_that_spreads_does_so_alone() -> None:
    pids = spread(lambda _: {os.getpid(), *spread(lambda _: os.getpid(), range(3), 2)}, range(2), 2)
    assert [len(each) for each in pids] == [1, 1]


def test_a_book_error_comes_home_with_its_findings() -> None:
    finding = Finding("TYP-001", "a template fails", Span("styles/templates/part.xhtml", 3), ("a hint",))

    def fail(number: int) -> int:
        if number == 1:
            raise BookError([finding])
        return number

    with pytest.raises(BookError) as caught:
        spread(fail, range(3), 2)
    assert caught.value.findings == (finding,)


def test_what_is_left_undone_complains_to_nobody() -> None:
    code = (
        "import time\nfrom make_book.workers import spread\n"
        "def fail(number):\n    time.sleep(0.02)\n    return 1 // (number - 3)\n"
        "try:\n    spread(fail, range(200), 2)\nexcept ZeroDivisionError:\n    print('home')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == ("home\n", "")


def test_a_bug_comes_home_with_the_line_where_it_arose() -> None:
    def divide(number: int) -> float:
        return 1 / number

    with pytest.raises(ZeroDivisionError) as caught:
        spread(divide, range(3), 2)
    assert "in divide" in str(caught.value.__cause__)


def test_there_is_at_least_one_core() -> None:
    assert cores() >= 1


BUSY = """
import os, sys, time
from pathlib import Path
from make_book.workers import spread

def stay(number):
    Path(sys.argv[1], str(os.getpid())).touch()
    time.sleep(60)

spread(stay, range(2), 2)
"""


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGINT])
def test_no_worker_outlives_the_build(tmp_path: Path, blow: signal.Signals) -> None:
    build = subprocess.Popen([sys.executable, "-c", BUSY, str(tmp_path)], stderr=subprocess.DEVNULL)
    assert comes_true(lambda: len(list(tmp_path.iterdir())) == 2)
    build.send_signal(blow)
    build.wait(timeout=10)
    workers = [int(path.name) for path in tmp_path.iterdir()]
    assert comes_true(lambda: not any(map(is_alive, workers)))


def comes_true(condition: object, seconds: float = 10) -> bool:
    """Wait until `condition` holds; tell whether it came to that."""
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(condition())


def is_alive(pid: int) -> bool:
    """Tell whether the process runs; one that only waits to be taken note of does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except (FileNotFoundError, ProcessLookupError):
        return False


def at_rest(_: int) -> int:
    """Return how many objects the garbage collector leaves alone."""
    return gc.get_freeze_count()


def test_what_is_there_already_is_left_alone_while_many_tasks_run() -> None:
    before = at_rest(0)
    assert all(spread(at_rest, range(8), 1))
    assert spread(at_rest, range(2), 1) == [before] * 2
    assert at_rest(0) == before


def test_what_workers_share_stays_left_alone_though_they_spread_tasks_themselves() -> None:
    assert all(spread(lambda _: all(spread(at_rest, range(9), 1)) and at_rest(0) > 0, range(4), 2))
