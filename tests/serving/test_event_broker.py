"""News for everybody who looks at the page."""

from __future__ import annotations

import asyncio

import msgspec

from make_book.findings import Finding, Span
from make_book.serving.event_broker import EventBroker, finding_facts
from make_book.serving.messages import Row


async def take(broker: EventBroker, count: int) -> list[tuple[str, object]]:
    heard: list[tuple[str, object]] = []
    async for name, fact in broker.listen():
        if name:
            heard.append((name, msgspec.json.decode(fact)))
        if len(heard) == count:
            break
    return heard


def test_who_comes_late_is_told_all_that_is_known() -> None:
    async def go() -> None:
        broker = EventBroker()
        broker.tell("book", {"a": 1})
        broker.tell("print", {"version": 1})
        broker.tell("print", {"version": 2})
        assert await take(broker, 2) == [("book", {"a": 1}), ("print", {"version": 2})]

    asyncio.run(go())


def test_who_is_slow_hears_the_newest_only() -> None:
    async def go() -> None:
        broker = EventBroker()
        broker.tell("status", {"page": 0})
        listening = broker.listen()
        await anext(listening)
        for page in range(1, 1000):
            broker.tell("status", {"page": page})
        broker.tell("print", {"version": 7})
        news = [await anext(listening), await anext(listening)]
        assert news == [("status", b'{"page":999}'), ("print", b'{"version":7}')]

    asyncio.run(go())


def test_nobody_is_told_twice() -> None:
    async def go() -> None:
        broker = EventBroker()
        broker.tell("book", {"a": 1})
        listening = broker.listen()
        await anext(listening)
        broker.tell("book", {"a": 1})
        broker.tell("status", {})
        assert (await anext(listening))[0] == "status"

    asyncio.run(go())


def test_everybody_is_sent_home_at_the_end() -> None:
    async def go() -> None:
        broker = EventBroker()
        told = asyncio.gather(*(take(broker, 99) for _ in range(3)))
        await asyncio.sleep(0)
        broker.close()
        await asyncio.wait_for(told, 5)

    asyncio.run(go())


def test_findings_come_the_gravest_first_each_once_with_its_section() -> None:
    row = Row("episode-003", "Three", "episode", 1, "episode-003.xhtml", "manuscript/episodes/003.md")
    error = Finding("MAN-030", "cannot be read", Span("manuscript/episodes/003.md", 3, 1), ("correct it",))
    facts = finding_facts((Finding("MAN-064", "left out"), error, error), (row,))
    assert [(fact["severity"], fact["place"], fact["section"]) for fact in facts] == [
        ("error", "manuscript/episodes/003.md:3:1", "episode-003"),
        ("note", "", None),
    ]
