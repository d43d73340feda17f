"""The page in a browser: a word saved is a word seen."""

from __future__ import annotations

import itertools
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, expect, sync_playwright

import gates
from serving.books import EPISODES, episode, text, write_book

pytestmark = pytest.mark.gate
PATIENCE = 20_000
"""Milliseconds until something must be seen: builds take their time on a busy machine."""
COPIES = itertools.count(1)
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = gates.chromium()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_book(tmp_path_factory.mktemp("served"), lines=40)


@pytest.fixture(scope="module")
def served(book: Path) -> Iterator[tuple[str, int]]:
    """The address of the preview of `book`, and its process."""
    command = [sys.executable, "-m", "make_book", "serve", "--port", "0", "--jobs", "1", str(book)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=book) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process.pid
        process.send_signal(signal.SIGTERM)


@pytest.fixture
def page(browser: Browser, served: tuple[str, int], book: Path) -> Iterator[Page]:
    """The page, with the book as it was at first laid open on it."""
    mark = f"Copy {next(COPIES)}."
    write_book(book, lines=40)
    with episode(book, 3).open("a", encoding="utf-8") as file:
        file.write(f"\n{mark}\n")
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(served[0])
    expect(page.locator("#status")).to_contain_text("up to date")
    page.locator("#recto[data-tag]").wait_for()
    page.locator("#rows button", has_text=EPISODES[2]).click()
    expect(screen(page)).to_contain_text(mark)
    on_paper(page, "Paragraph 3.1:")
    yield page
    page.close()
    assert faults == []


def frame(page: Page) -> Frame:
    """Return the document on the screen."""
    expect(page.locator("iframe")).to_have_count(1)
    found = page.locator("iframe:not(.coming)").element_handle().content_frame()
    assert found is not None
    return found


def paper(page: Page) -> Any:
    return page.locator("figure:not(.void) figcaption")


def on_paper(page: Page, words: str) -> None:
    expect(paper(page).filter(has_text=words)).to_have_count(1)


def screen(page: Page) -> Any:
    return page.frame_locator("iframe:not(.coming)").locator("body")


def go_to(page: Page, number: int) -> None:
    page.locator("#rows button", has_text=EPISODES[number - 1]).click()
    on_paper(page, f"Paragraph {number}.1:")
    expect(screen(page)).to_contain_text(f"Paragraph {number}.1:")


def test_the_book_lies_open_side_by_side(page: Page) -> None:
    assert page.title() == "The Salt Ledger – preview"
    go_to(page, 2)
    expect(page.locator("#rows [aria-current]")).to_contain_text(EPISODES[1])
    label = page.locator("#label").input_value().split("–")[0]
    assert page.locator("figure:not(.void) img").first.get_attribute("alt") == f"Page {label}"


def test_a_word_saved_is_a_word_on_page_and_screen(page: Page, book: Path) -> None:
    go_to(page, 2)
    before = page.locator("#label").input_value()
    file = episode(book, 2)
    beside = file.with_suffix(".new")
    beside.write_text(text(2, EPISODES[1], 40).replace("Paragraph 2.3:", "Kittiwakes 2.3:"), "utf-8")
    beside.replace(file)
    on_paper(page, "Kittiwakes 2.3:")
    expect(screen(page)).to_contain_text("Kittiwakes 2.3:")
    assert page.locator("#label").input_value() == before


def test_of_a_burst_of_saves_the_last_is_seen(page: Page, book: Path) -> None:
    go_to(page, 2)
    for number in range(25):
        word = f"Gannets{number}"
        episode(book, 2).write_text(text(2, EPISODES[1], 40).replace("Paragraph 2.1", word), "utf-8")
        time.sleep(0.02 * (number % 4))
    on_paper(page, f"{word}:")
    expect(screen(page)).to_contain_text(f"{word}:")


def test_a_manuscript_that_goes_and_comes_back_is_shown_again(page: Page, book: Path) -> None:
    go_to(page, 2)
    (book / "manuscript").rename(book / "aside")
    expect(page.locator("#findings-list")).to_contain_text("MAN-001")
    on_paper(page, "Paragraph 2.1:")
    (book / "aside").rename(book / "manuscript")
    expect(page.locator("#status")).to_contain_text("up to date")
    episode(book, 2).write_text(text(2, EPISODES[1], 40).replace("Paragraph 2.1", "Dunlins"), "utf-8")
    on_paper(page, "Dunlins:")


def test_the_reader_keeps_the_place_when_pages_come_before_it(page: Page, book: Path) -> None:
    go_to(page, 3)
    page.keyboard.press("ArrowRight")
    expect(paper(page).first).to_contain_text("Paragraph 3.")
    frame(page).evaluate("document.documentElement.scrollTop = 900")
    top = "[...document.querySelectorAll('p')].find(p => p.getBoundingClientRect().bottom > 4).textContent"
    seen = frame(page).evaluate(top)
    assert seen.startswith("Paragraph 3.")
    [words] = re.findall(r"Paragraph 3\.\d+:", paper(page).first.inner_text())[:1]
    episode(book, 1).write_text(text(1, EPISODES[0], 200), "utf-8")
    episode(book, 3).write_text(text(3, EPISODES[2], 40) + "\nAn afterthought.\n", "utf-8")
    expect(screen(page)).to_contain_text("An afterthought.")
    on_paper(page, words)
    expect(page.locator("#rows [aria-current]")).to_contain_text(EPISODES[2])
    assert frame(page).evaluate(top) == seen


def test_a_broken_manuscript_leaves_the_old_pages_and_says_what_is_wrong(page: Page, book: Path) -> None:
    go_to(page, 2)
    file = episode(book, 2)
    whole = file.read_text("utf-8")
    file.write_text("---\nnumber: [\n---\n\nNothing.\n", "utf-8")
    finding = page.locator("#findings-list li", has_text="MAN-030")
    expect(finding).to_contain_text("manuscript/episodes/002.md:2:1")
    expect(page.locator("#counts .error")).to_contain_text("1 error")
    expect(page.locator("#status")).to_contain_text("the last good pages stay")
    on_paper(page, "Paragraph 2.1:")
    expect(page.locator("#rows .wrong")).to_contain_text(EPISODES[1])
    file.write_text(whole.replace("Paragraph 2.1:", "Corrected 2.1:"), "utf-8")
    on_paper(page, "Corrected 2.1:")
    expect(page.locator("#counts .error")).to_have_count(0)


def test_a_builder_that_is_killed_is_told_of_and_comes_back(page: Page, book: Path, served: tuple[str, int]) -> None:
    go_to(page, 1)
    for builder in children(served[1]):
        os.kill(builder, signal.SIGKILL)
    expect(page.locator("#status")).to_contain_text("The builder has stopped")
    expect(page.locator("#findings-list")).to_contain_text("SRV-002")
    on_paper(page, "Paragraph 1.1:")
    episode(book, 1).write_text(text(1, EPISODES[0], 40).replace("Paragraph 1.1:", "Risen 1.1:"), "utf-8")
    on_paper(page, "Risen 1.1:")
    expect(page.locator("#findings-list")).not_to_contain_text("SRV-002")


def children(pid: int) -> list[int]:
    """Return the builders among the children of the process `pid` (another may keep count of resources)."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [int(child) for child in found if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def test_keys_turn_the_pages_and_change_the_screen(page: Page) -> None:
    go_to(page, 2)
    here = page.locator("#label").input_value()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#label")).not_to_have_value(here)
    page.keyboard.press("PageUp")
    expect(page.locator("#label")).to_have_value(here)
    page.keyboard.press("Home")
    expect(page.locator("#label")).to_have_value("i")
    expect(page.locator("#verso")).to_have_class("leaf void")
    page.keyboard.press("End")
    expect(page.locator("#on")).to_be_disabled()
    page.keyboard.press("g")
    page.keyboard.type(here.split("–")[0])
    page.keyboard.press("Enter")
    expect(page.locator("#label")).to_have_value(here)
    page.keyboard.press("1")
    expect(page.locator("#screen")).to_have_attribute("data-device", "phone")
    assert frame(page).evaluate("innerWidth") == 390
    page.keyboard.press("n")
    expect(page.frame_locator("iframe:not(.coming)").locator("html.night")).to_have_count(1)
    page.keyboard.press("n")
    page.keyboard.press("2")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("stamp")
    expect(page.locator("#rows li:visible")).to_have_count(1)
    page.keyboard.press("Escape")


def test_keys_work_from_inside_the_book_too(page: Page) -> None:
    go_to(page, 1)
    here = page.locator("#label").input_value()
    screen(page).click()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#label")).not_to_have_value(here)


def test_a_link_out_of_the_book_opens_elsewhere_and_the_book_stays(page: Page, book: Path) -> None:
    linked = text(1, EPISODES[0], 40).replace("Paragraph 1.1:", "[Far away](http://127.0.0.1:9/) 1.1:")
    episode(book, 1).write_text(linked, "utf-8")
    go_to(page, 2)
    page.locator("#rows button", has_text=EPISODES[0]).click()
    expect(screen(page)).to_contain_text("Far away 1.1:")
    with page.expect_popup() as opened:
        screen(page).locator("a", has_text="Far away").click()
    opened.value.close()
    expect(screen(page)).to_contain_text("Far away 1.1:")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (1024, 768)])
def test_the_page_is_accessible(browser: Browser, page: Page, scheme: Any, size: tuple[int, int]) -> None:
    script = gates.axe()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    go_to(page, 2)
    page.keyboard.press("f")
    assert violations(page, script) == []
    page.keyboard.press("f")
    page.keyboard.press("?")
    assert violations(page, script) == []


def test_nothing_stands_beyond_the_edge_of_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.get_by_role("button", name="Screen")).to_be_in_viewport(ratio=1)


def violations(page: Page, script: str) -> list[str]:
    """Return what axe-core finds in our page; the documents of the book are Ace's."""
    page.evaluate(script)
    options = {"runOnly": STANDARDS, "iframes": False}
    found = page.evaluate("options => axe.run(document, options)", options)
    assert len(found["passes"]) > 25, "the rules were run"
    return [
        f"{violation['id']}: {node['html'][:120]} {node['failureSummary'][:300]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
