#!/bin/sh
# Chromium for Ace: as root (a container) it needs no sandbox, and a gate must not call home.
exec chromium --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --disable-dev-shm-usage "$@"
