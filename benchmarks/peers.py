"""The programs that make-book is measured against: `python benchmarks/peers.py` installs them and tells their versions.

Pandoc makes the EPUB; pandoc and XeLaTeX, as often as pandoc runs it (three times for a book with contents),
the PDF; WeasyPrint lays out one HTML file, made by pandoc beforehand. All get the same words, trim, type size
and, where the machine has it, the same face as make-book's own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = (
    "pandoc",
    "texlive-xetex",
    "texlive-latex-recommended",
    "texlive-fonts-recommended",
    "texlive-lang-english",
    "lmodern",
    "fonts-ebgaramond",
)
"""Debian's. The last but two brings English hyphenation."""
SHEET = Path(__file__).with_name("weasyprint.css")
FACE = "EB Garamond"
_PAGE = {"paperwidth": "5.5in", "paperheight": "8.5in", "inner": "0.9in", "outer": "0.6in", "top": "0.75in"}
_BOOK = {
    "documentclass": "book",
    "classoption": "openany",
    "fontsize": "11pt",
    "indent": "true",
    "linestretch": "1.06",
}


def install() -> str:
    """Install what is missing, if this machine lets us; return why not, or nothing."""
    if all(shutil.which(program) for program in ("pandoc", "xelatex")):
        return ""
    if shutil.which("apt-get") is None:
        return "pandoc or XeLaTeX is missing, and there is no apt-get to install it"
    run = [] if os.geteuid() == 0 else ["sudo", "-n"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
        try:
            done = subprocess.run(
                [*run, "apt-get", *words], capture_output=True, text=True, check=False, env=environment
            )
        except OSError as error:
            return f"pandoc or XeLaTeX is missing, and {run[0]} cannot be started: {error.strerror}"
        if done.returncode:
            return f"pandoc or XeLaTeX is missing, and apt-get ended with {done.returncode}"
    return ""


def pandoc_epub(text: Path, target: Path) -> list[str]:
    """Return the command that makes an EPUB of `text`, a file to each episode."""
    return ["pandoc", str(text), "-o", str(target), "--toc", "--toc-depth=1", "--epub-chapter-level=1"]


def pandoc_xelatex(text: Path, target: Path) -> list[str]:
    """Return the command that makes a PDF of `text` by XeLaTeX."""
    said = {**_BOOK, **({"mainfont": FACE} if has_face() else {})}
    page = [f"-Vgeometry:{name}={length}" for name, length in {**_PAGE, "bottom": "0.9in"}.items()]
    return [
        *("pandoc", str(text), "-o", str(target), "--pdf-engine=xelatex", "--toc", "--top-level-division=chapter"),
        *(f"-V{name}={value}" for name, value in said.items()),
        *page,
    ]


def pandoc_html(text: Path, target: Path) -> list[str]:
    """Return the command that makes the HTML for WeasyPrint."""
    return [
        "pandoc",
        str(text),
        "-o",
        str(target),
        "-s",
        "--toc",
        "--toc-depth=1",
        "-c",
        str(SHEET),
        "-Mdocument-css=false",
    ]


def weasyprint(page: Path, target: Path) -> list[str]:
    """Return the command that makes a tagged PDF of the HTML file `page`."""
    return [sys.executable, "-m", "weasyprint", "--pdf-variant", "pdf/ua-1", str(page), str(target)]


def has_face() -> bool:
    """Tell whether the machine has make-book's face for other programs too."""
    return FACE in told("fc-list", FACE)


def told(*command: str) -> str:
    """Return the first line that `command` prints; nothing if it cannot be run."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip().partition("\n")[0]


def versions() -> dict[str, str]:
    """Return the versions of the peers that are here."""
    return {
        "pandoc": told("pandoc", "--version").removeprefix("pandoc "),
        "XeTeX": told("xelatex", "--version").removeprefix("XeTeX "),
    }


def main() -> int:
    """Install, and tell."""
    problem = install()
    print(problem or "\n".join(f"{name} {version}" for name, version in versions().items()))
    return int(bool(problem))


if __name__ == "__main__":
    sys.exit(main())
