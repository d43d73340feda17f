"""The event broker: what the preview shows, sent to every open page; of each kind only the newest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec

from make_book.findings import Finding
from make_book.serving.messages import Row


class EventBroker:
    """Facts by name. Each listener gets a fact when it changes; a slow listener misses the older ones."""

    def __init__(self) -> None:
        """Begin without facts."""
        self.facts: dict[str, bytes] = {}
        self._listeners: set[_Listener] = set()
        self.closed = False

    def tell(self, name: str, fact: dict[str, Any]) -> None:
        """Set the fact `name`; it is sent only if it is new."""
        encoded = msgspec.json.encode(fact)
        if self.facts.get(name) == encoded:
            return
        self.facts[name] = encoded
        for listener in self._listeners:
            listener.put(name)

    async def listen(self) -> AsyncIterator[tuple[str, bytes]]:
        """Yield every fact, then each as it changes; `("", b"")` now and then, to notice listeners that are gone."""
        listener = _Listener(dict.fromkeys(self.facts))
        self._listeners.add(listener)
        try:
            while not self.closed:
                for name in await listener.news():
                    yield name, self.facts.get(name, b"")
        finally:
            self._listeners.discard(listener)

    def close(self) -> None:
        """End all listeners."""
        self.closed = True
        for listener in self._listeners:
            listener.put("")


class _Listener:
    _PULSE = 15.0

    def __init__(self, waiting: dict[str, None]) -> None:
        self.waiting = waiting
        self.news_there = asyncio.Event()
        if waiting:
            self.news_there.set()

    def put(self, name: str) -> None:
        self.waiting.pop(name, None)
        self.waiting[name] = None
        self.news_there.set()

    async def news(self) -> list[str]:
        """Return the names of what has changed; `[""]` if nothing does for a while."""
        try:
            await asyncio.wait_for(self.news_there.wait(), self._PULSE)
        except TimeoutError:
            return [""]
        self.news_there.clear()
        names, self.waiting = list(self.waiting), {}
        return names


def finding_facts(findings: tuple[Finding, ...], rows: tuple[Row, ...]) -> list[dict[str, Any]]:
    """Return `findings` as the page lists them, errors first, each with the section it is in."""
    sections = {row.source: row.id for row in reversed(rows) if row.source}
    order = ("error", "warning", "note")
    facts = [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "message": finding.message,
            "hints": finding.hints,
            "place": str(finding.span or ""),
            "section": sections.get(finding.span.file) if finding.span else None,
        }
        for finding in dict.fromkeys(findings)
    ]
    return sorted(facts, key=lambda fact: order.index(str(fact["severity"])))
