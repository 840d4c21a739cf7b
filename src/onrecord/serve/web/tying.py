"""Who is who, where that takes longer than a page may: worked out beside the application, while pages go on.

It is done by a process of its own, which shares no processor time with the pages and can be ended at any moment: what
it did not come to is done the next time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.record.ledger import Ledger

MANY = 200
"""From so many articles, names or actors on that wait, no page works them out itself."""
_LOOK = 0.2
"""Seconds."""


class Tying:
    """At most one process at a time, for one ledger."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()
        self._closed = False

    @property
    def running(self) -> bool:
        process = self._process
        return process is not None and process.poll() is None

    def spare(self, ledger: Ledger) -> None:
        """Have whoever asks this ledger take who is who as it stands, where much of it waits: it is begun then."""
        if self.running or (ledger.identities.backlog(MANY) and self._begin()):
            ledger.identities.rest()

    def wait(self) -> None:
        """Until nothing runs any more: it holds the right to write."""
        while self.running and not self._closed:
            time.sleep(_LOOK)

    def close(self) -> None:
        """End it, and begin no more."""
        with self._lock:
            self._closed = True
        if self._process is not None and self.running:
            self._process.terminate()
            self._process.wait()

    def _begin(self) -> bool:
        """Whether it runs now. Where the file can't be written, or it failed before, whoever asks has to do it."""
        with self._lock:
            if self.running:
                return True
            failed = self._process is not None and self._process.returncode != 0
            if self._closed or failed or not os.access(self._path, os.W_OK):
                return False
            # -P: in the folder where it was begun, an onrecord.py or a json.py may lie that is none of ours
            asked = ["-P", "-m", "onrecord", "actors", "--ledger", str(self._path), "--limit", "1"]
            nothing = subprocess.DEVNULL
            self._process = subprocess.Popen(
                [sys.executable, *asked],
                stdin=nothing,
                stdout=nothing,
                stderr=nothing,
                start_new_session=True,  # Ctrl-C is for the application, which ends it
            )
            return True
