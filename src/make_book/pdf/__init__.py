"""The print edition: sections into pages, a page map and one PDF."""
