"""A BERT encoder over the windows that onrecord reads: `python -m benchmarks.peer_bert MODEL TEXTS`.

TEXTS: a JSON list. As onrecord does it: two windows at once, one thread each, which beats two threads a window.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.understand.encoding import encode, inputs, sections, special, windows

THREADS = 2


def pieces(text: str, tokenizer: Tokenizer, size: int, context: int) -> Iterator[NDArray[np.int32]]:
    """Each window's pieces, framed."""
    cls, sep = special(tokenizer, "[CLS]"), special(tokenizer, "[SEP]")
    for start, end in sections(text):
        encoded = encode(text[start:end], tokenizer)
        for window in windows(encoded, size, context):
            yield inputs(encoded, window.start, window.end, cls, sep)[0]


def main(model: str, texts: str) -> None:
    own = Path(str(files("onrecord") / "model"))
    reading = json.loads((own / "manifest.json").read_text("utf-8"))["reading"]
    tokenizer = Tokenizer.from_file(str(own / "tokenizer.json"))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def vectors(window: NDArray[np.int32]) -> int:
        return len(session.run(["vectors"], {"pieces": window[None].astype(np.int64)})[0][0])

    count = 0
    with ThreadPoolExecutor(THREADS) as pool:
        for text in json.loads(Path(texts).read_text("utf-8")):
            count += sum(pool.map(vectors, pieces(text, tokenizer, reading["window"], reading["context"])))
    print(count)


if __name__ == "__main__":
    main(*sys.argv[1:])
