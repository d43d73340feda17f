"""Tests of the print edition run with all patches, or with all but one (see `leave_out`)."""

from __future__ import annotations

from pdf.leave_out import leave_out

leave_out()
