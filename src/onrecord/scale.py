"""Many articles at once on one machine: a `map` over processes, for the pipeline."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, TypeVar

from onrecord.domain import Article, ReaderInfo, Reading
from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from onrecord.pipeline import Reader

A = TypeVar("A")
B = TypeVar("B")

AHEAD = 4
"""How many items a worker may have waiting: enough to keep it busy behind one long article, few enough to stay flat."""


@dataclass(frozen=True, slots=True)
class InEachProcess:
    """A reader that travels to another process as the way to make it, and is made there once.

    `make` must be a function of a module, or a frozen dataclass that can be called.
    """

    make: Callable[[], Reader]
    info: ReaderInfo

    def read(self, article: Article, /) -> Reading:
        return _made(self.make).read(article)


@cache
def _made(make: Callable[[], Reader]) -> Reader:
    return make()


class Pool:
    """A `map` over `workers` processes: in order, with a bounded look-ahead, however many items there are."""

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def __call__(self, function: Callable[[A], B], items: Iterable[A], /) -> Iterator[B]:
        """Raises what `function` raises, and OnrecordError where a worker was killed."""
        # spawned, for a fork would copy whatever threads the model's run time has started here
        executor = ProcessPoolExecutor(self._workers, get_context("spawn"), initializer=_begin)
        waiting: deque[Future[B]] = deque()
        began_in = threading.get_ident()
        try:
            for item in items:
                with _uninterrupted():  # it starts a worker where all are busy
                    waiting.append(executor.submit(function, item))
                while waiting and (len(waiting) > self._workers * AHEAD or waiting[0].done()):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as e:
            raise OnrecordError(
                "a worker process was killed, perhaps for want of memory", hint="run again with fewer --workers"
            ) from e
        finally:
            # after an interrupt elsewhere Python may clear this away in a thread of the executor's, which can't wait
            # for itself; the program's end waits then
            executor.shutdown(wait=threading.get_ident() == began_in, cancel_futures=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Interrupts wait until the block ends; in a process that is started meanwhile, until it says what to do with them.

    A worker takes a second to import what it needs, and Ctrl-C reaches all processes at once.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """In a worker: leave interrupts to the parent, and end when it has ended, however it did."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
