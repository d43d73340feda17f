"""Tests of the print edition."""
