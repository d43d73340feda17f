"""The folder of a manuscript read into frozen values: the only reader of sources."""
