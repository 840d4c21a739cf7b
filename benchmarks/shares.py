"""Where the time of reading goes, in one thread.

    python -m benchmarks.shares ../shared/data/polnear/dev.jsonl

Each part's time is its own: what it calls in another part counts there. Start-up is not counted.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from onrecord import understand
from onrecord.contract import to_contract
from onrecord.domain import Loaded
from onrecord.read import Options, load
from onrecord.serve.json_lines import dumps

P = ParamSpec("P")
T = TypeVar("T")


class Shares:
    """Seconds that each part took for itself."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self._inside: list[float] = []

    def timed(self, part: str, function: Callable[P, T]) -> Callable[P, T]:
        """`function`, its time counted as the part's."""

        def counted(*args: P.args, **kwargs: P.kwargs) -> T:
            self._inside.append(0.0)
            start = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                took = time.perf_counter() - start
                self.spent[part] += took - self._inside.pop()  # type: ignore[assignment]  # a Counter of seconds
                if self._inside:
                    self._inside[-1] += took

        return counted

    def watch(self, part: str, owner: Any, name: str) -> None:
        """Count every call of `owner.name` from now on. Raises AttributeError where there is none by this name."""
        setattr(owner, name, self.timed(part, getattr(owner, name)))


def measured(sources: list[str]) -> tuple[Shares, int]:
    """The shares of reading all articles to lines of JSON, and the number of words. Raises ReadError."""
    reader = understand.load(threads=1)
    import onnxruntime

    from onrecord.understand import attribution, encoder
    from onrecord.understand import reader as reading

    shares = Shares()
    shares.watch("model", onnxruntime.InferenceSession, "run")
    shares.watch("words and pieces", encoder, "encode")
    shares.watch("spans", reading, "decode")
    shares.watch("linking", attribution, "link")
    shares.watch("confidence", reading, "evidence")
    items = load(sources, Options())
    take = shares.timed("input", lambda: next(items, None))
    read = shares.timed("else in understand", reader.read)
    write = shares.timed("output", lambda found: dumps(to_contract(found)))
    words = 0
    while (item := take()) is not None:
        if not isinstance(item, Loaded):
            raise item
        write(read(item.article))
        words += len(item.article.text.split())
    return shares, words


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("sources", nargs="+")
    shares, words = measured(parser.parse_args().sources)
    total = shares.spent.total()
    print(f"one thread: {words / total:,.0f} words a second, {total:.1f} s; of this")
    for part, took in shares.spent.most_common():
        print(f"  {part:20}{took / total:7.1%}{took / words * 1e6:8.1f} µs a word")


if __name__ == "__main__":
    main()
