"""Keys: one hash of everything a result depends on."""

from __future__ import annotations

import hashlib


def digest(*parts: str | bytes) -> str:
    """Return the SHA-256 of `parts` in hexadecimal. Each part is counted, so that no two lists of parts are alike."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return whole.hexdigest()
