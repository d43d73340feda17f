"""make-book: a serial's episodes in, a finished book out.

One way through. Every stage is a function from one frozen value to the next::

    folder --read--> Manuscript --compose--> Book --typeset--> Sections
                                                                 |
                                        +------------------------+-----------------------+
                                        v                                                v
                                  epub: package                                   pdf: lay out, bind
                                        +------------------------+-----------------------+
                                                                 v
                                                    check --> publish (dist/, atomic)

    clippings --import--> manuscript/*.md      (once, reviewable; a build never guesses)

Imports run one way; a test holds it:

    codes, css, editions, limits, locales, measure, model, slugs, stripping, web_address, workers, xml_text
    -> cache, findings, clock -> resources, xhtml, style_files -> drawings
    -> pictures -> text -> manuscript -> compose -> typeset -> epub, pdf -> checks -> publishing
    -> importing -> pipeline -> serving -> cli

Effects stay at the edge: `manuscript` and `style_files` read, `publishing` writes, `clock` is the one clock.
A third-party library is known to one module, or to one package that does nothing else; the table ADAPTERS in
tests/test_architecture.py lists which.
"""

__version__ = "0.1.0"
