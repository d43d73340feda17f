"""`python -m make_book` is `make-book`."""

import sys

from make_book.cli.main import main

sys.exit(main())
