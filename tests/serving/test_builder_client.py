"""The builder's process: asked, killed, broken, started again."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from make_book.pipeline import Options
from make_book.serving.builder import BuildRequest, _LastWords
from make_book.serving.builder_client import BuilderClient
from make_book.serving.messages import Crashed, Done, EditionMade, Message, pack, unpack_order

WISHES = BuildRequest(Path("/nowhere"), Options())


def echo(pipe: Connection, build_request: BuildRequest) -> None:
    """Answer every order; work a while on each that is asked for the screen."""
    try:
        while True:
            order = unpack_order(pipe.recv_bytes())
            if order.first == "screen":
                time.sleep(30)
            pipe.send_bytes(pack(Done(order.generation, (), whole=True)))
    except EOFError:
        return


def fail(pipe: Connection, build_request: BuildRequest) -> None:
    """Break at the first order."""
    with _LastWords(pipe):
        raise ZeroDivisionError(f"at order {unpack_order(pipe.recv_bytes()).generation}")


def pour(pipe: Connection, build_request: BuildRequest) -> None:
    """Send more than a pipe holds, and end."""
    pipe.recv_bytes()
    pipe.send_bytes(pack(EditionMade("pdf", "print", "a.pdf", bytes(20_000_000))))


def heard_by(
    work: Callable[[Connection, BuildRequest], None], act: Callable[[BuilderClient, list[Message]], Awaitable[None]]
) -> list[Message]:
    async def go() -> list[Message]:
        heard: list[Message] = []
        client = BuilderClient(WISHES, heard.append, work)
        try:
            await act(client, heard)
        finally:
            client.close()
        return heard

    return asyncio.run(go())


async def until(true: Callable[[], object]) -> None:
    for _ in range(400):
        if true():
            return
        await asyncio.sleep(0.05)
    pytest.fail("it did not happen within 20 s")


def test_one_builder_answers_every_order() -> None:
    pids = set()

    async def act(client: BuilderClient, heard: list[Message]) -> None:
        for number in (1, 2, 3):
            assert client.order() == number
            await until(lambda: len(heard) == client.generation)
            pids.add(client.pid)

    assert heard_by(echo, act) == [Done(number, (), whole=True) for number in (1, 2, 3)]
    assert len(pids) == 1


def test_a_killed_builder_is_noticed_and_started_again_at_the_next_order() -> None:
    async def act(client: BuilderClient, heard: list[Message]) -> None:
        client.order("screen")
        first = client.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        await until(lambda: heard)
        assert heard == [Crashed("it was killed (SIGKILL)")]
        assert client.pid is None
        client.order()
        assert client.pid not in (None, first)
        await until(lambda: len(heard) == 2)
        assert heard[1] == Done(2, (), whole=True)

    heard_by(echo, act)


def test_an_order_that_a_dead_builder_cannot_take_is_not_lost() -> None:
    async def act(client: BuilderClient, heard: list[Message]) -> None:
        client.order()
        await until(lambda: heard)
        assert client.pid is not None
        os.kill(client.pid, signal.SIGKILL)
        time.sleep(0.3)
        client.order()
        await until(lambda: heard[-1] == Done(client.generation, (), whole=True))
        assert client.generation > 1

    heard_by(echo, act)


def test_a_bug_in_the_builder_comes_with_its_report() -> None:
    async def act(client: BuilderClient, heard: list[Message]) -> None:
        client.order()
        await until(lambda: heard)

    [crash] = heard_by(fail, act)
    assert isinstance(crash, Crashed)
    assert crash.reason == "ZeroDivisionError: at order 1"
    assert "Traceback" in crash.report


def test_everything_said_before_the_end_is_heard() -> None:
    async def act(client: BuilderClient, heard: list[Message]) -> None:
        client.order()
        await until(lambda: len(heard) == 2)

    made, end = heard_by(pour, act)
    assert isinstance(made, EditionMade)
    assert len(made.data) == 20_000_000
    assert end == Crashed("it ended with status 0")


def test_a_busy_builder_is_ended_with_its_client() -> None:
    pids: list[int | None] = []

    async def act(client: BuilderClient, heard: list[Message]) -> None:
        client.order("screen")
        pids.append(client.pid)

    began = time.perf_counter()
    assert heard_by(echo, act) == []
    assert time.perf_counter() - began < 10
    assert pids[0] is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)
