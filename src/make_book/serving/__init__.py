"""The preview: a book that is built again at every save, and a page in the browser that shows it.

Two processes. The builder imports the layout engine once and does nothing but build; the server
watches the folder, asks the builder, and answers the browser. They exchange `messages` over a pipe, so
that a builder that is killed takes nothing with it: a new one is started at the next save.
"""
