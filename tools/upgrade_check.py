"""Hold the table of patches against another version of WeasyPrint, or against the tests that each entry names.

    python tools/upgrade_check.py 71.0       install that version in a temporary folder; say what no longer fits
    python tools/upgrade_check.py --needed   run the test of every entry with the entry left out; each must fail

docs/dev/upgrading-weasyprint.md says what to do with the answers. The status is 1 if anything has to be done.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Run the check that the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("version", nargs="?", help="a version of WeasyPrint on PyPI")
    parser.add_argument("--needed", action="store_true", help="run the test of every entry without the entry")
    parser.add_argument("--report", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.report:
        return report()
    if arguments.needed:
        return run_without_each()
    if not arguments.version:
        parser.error("name a version, or --needed")
    return try_version(arguments.version)


def try_version(version: str) -> int:
    """Install `version` with what it depends on in a temporary folder, and report from a process that imports it."""
    with TemporaryDirectory() as folder:
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-warn-conflicts", "--target", folder]
        subprocess.run([*install, f"weasyprint=={version}"], check=True)
        path = os.pathsep.join([folder, str(ROOT / "src")])
        environment = {**os.environ, "PYTHONPATH": path}
        return subprocess.run([sys.executable, __file__, "--report"], env=environment, check=False).returncode


def report() -> int:
    """Print what does not fit the WeasyPrint that this process imports."""
    import pydyf
    import weasyprint

    print(f"WeasyPrint {weasyprint.__version__}, pydyf {pydyf.__version__}")
    try:
        from make_book.pdf.layout.patches import FAST_PATHS, FIXES, OWN_WRITING, PATCHES
        from make_book.pdf.layout.patching import changed, put_in_place
    except (ImportError, AttributeError) as error:
        print(f"the patches cannot be imported at all: {error}")
        return 1
    digests = dict.fromkeys(one for patch in PATCHES for one in changed(patch))
    print(f"{len(digests)} functions are not those that the patches were written after:")
    for one in digests:
        print(f"  {one}")
    failed = []
    for patch in (*FIXES, *FAST_PATHS, *OWN_WRITING):
        try:
            put_in_place(patch)
        except (ImportError, AttributeError) as error:
            failed.append(f"{patch.target}: {error}")
    print(f"{len(failed)} patches cannot be put in place:")
    for one in failed:
        print(f"  {one}")
    return 1 if digests or failed else 0


def run_without_each() -> int:
    """Run the test of every entry of the table with the entry left out; print the entries whose test passes."""
    sys.path.insert(0, str(ROOT / "src"))
    from make_book.pdf.layout.patches import COPIED, FAST_PATHS, IMPORT, PATCHES

    passed = []
    for index, patch in enumerate(PATCHES):
        if patch in (*IMPORT, *FAST_PATHS, *COPIED):
            continue  # their tests show the difference themselves, or there is nothing to leave out
        environment = {**os.environ, "MAKE_BOOK_LEAVE_OUT": str(index)}
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", patch.test]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        result = "needed" if done.returncode == 1 else f"NOT SHOWN TO BE NEEDED (pytest: {done.returncode})"
        print(f"{patch.target}: {result}", flush=True)
        passed += [patch] if done.returncode != 1 else []
    return 1 if passed else 0


if __name__ == "__main__":
    sys.exit(main())
