# make book: both editions of manuscript/ into dist/.   make test: every test and every gate.
# Everything needed is set up first: .venv (Python), .tools (outside checkers), system libraries.

.PHONY: help book test lint setup tools lock lock-newest clean fuzz upgrade-check man

help:
	@echo "make book    the EPUB and the print PDF of manuscript/, in dist/"
	@echo "make test    style, types, tests and gates (sets up EPUBCheck, Ace, veraPDF)"
	@echo "make fuzz    random texts and damaged books for SECONDS=600 from SEED=0"
	@echo "make setup   only what 'make book' needs"
	@echo "make tools   only what 'make test' needs"
	@echo "make lock    the two lock files anew, after a change of pyproject.toml"
	@echo "make upgrade-check VERSION=71.0   what another WeasyPrint would break (NEEDED=1: is every patch needed?)"
	@echo "make man     the manual page, make-book.1"
	@echo "make clean   away with .venv, .tools and caches"

setup:
	@tools/setup.sh book

tools:
	@tools/setup.sh test

book: setup
	.venv/bin/make-book all

lint: tools
	.venv/bin/ruff check
	.venv/bin/ruff format --check --config "extend-exclude = ['*.md']"
	.venv/bin/mypy

test: lint
	MAKE_BOOK_REQUIRE_GATES=1 .venv/bin/pytest -n 2 --dist loadscope

lock: tools
	tools/lock.sh

lock-newest: tools
	tools/lock.sh --upgrade

fuzz: tools
	PYTHONPATH=tests .venv/bin/python tests/fuzz/run.py --seconds $(or $(SECONDS),600) --seed $(or $(SEED),0)

upgrade-check: tools
	.venv/bin/python tools/upgrade_check.py $(if $(NEEDED),--needed,$(VERSION))

man: setup
	.venv/bin/make-book --print-man-page > make-book.1

clean:
	rm -rf .venv .tools .make-book .mypy_cache .ruff_cache .pytest_cache .hypothesis
