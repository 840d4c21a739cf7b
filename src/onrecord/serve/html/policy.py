"""What a page that stands alone may run: what its content security policy names by its hash."""

from __future__ import annotations

import base64
import hashlib


def hashed(source: str) -> str:
    """What a style or script is called in the policy: all that stands between its tags."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
