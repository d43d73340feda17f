#!/usr/bin/env bash
# Write requirements.lock (what make-book needs) and requirements-dev.lock (what its development needs):
# every package with one version and its hashes, for every platform and every Python from 3.11.
#
# Versions that still satisfy pyproject.toml stay; `tools/lock.sh --upgrade` takes the newest instead.
set -euo pipefail
cd "$(dirname "$0")/.."

# The build tools belong in both files, because tools/setup.sh installs without pip's build isolation,
# which would fetch whatever hatchling is newest. hatchling itself asks for editables.
build_tools() {
    .venv/bin/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")'
    echo editables
}
lock() { # lock FILE OPTIONS…
    local file=$1
    shift
    build_tools | .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --custom-compile-command "make lock" --output-file "$file" "$@" pyproject.toml -
}

lock requirements-dev.lock --extra dev "$@"
lock requirements.lock --constraints requirements-dev.lock "$@"
