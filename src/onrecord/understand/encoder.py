"""The one pass over the text: scores per word for the tags, vectors per word for the links."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import ModelError
from onrecord.understand.acts.scores import ACTS, PARTS
from onrecord.understand.encoding import Encoded, Window, encode, inputs, special, windows
from onrecord.understand.events import weighing
from onrecord.understand.mentions import NAME_KINDS, NOMINAL_KINDS

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model says of each word."""

    tags: Floats
    """[W, tags] emissions."""
    links: Floats
    """[W, link width] vectors."""
    inner: Floats
    """[W, tags] emissions of the second layer: what stands inside contents."""
    inside: Floats
    """[W, tags] emissions for a content that is read again, as a text of its own."""
    inside_links: Floats
    """[W, link width] vectors for it."""
    names: Floats
    """[W, 2 * kinds + 1] of names: outside, then of each kind the first and further words."""
    nominals: Floats
    """[W, 2 * kinds + 1] of descriptions."""
    heads: Ints
    """[W, 2] the word that each most likely hangs on, its own number for a root; the likeliest other word."""
    relations: Ints
    """[W, 2] by which relation, of `trees.RELATIONS`."""
    roots: Floats
    """[W] how much likelier it is a root than to hang on the other word, in logits."""
    classes: Ints
    """[W] part of speech, of `trees.CLASSES`."""
    acts: Floats
    """[W, parts * acts] what a word says of the act as part of a cue, of a content, of its beginning."""
    events: Floats
    """[W, parts * scores] what a word of a trigger, and one before it, says of whether it is an event and whether
    it happened."""


class Encoder:
    """The trained model with its tokenizer and manifest. Safe to use from one thread at a time."""

    def __init__(self, folder: Path | None = None, *, threads: int = 2) -> None:
        """Load from `folder`, else what the package carries. Raises ModelError where it is missing or damaged."""
        root = Path(str(files("onrecord") / "model")) if folder is None else folder
        self.manifest: dict[str, Any] = _manifest(root)
        self._tokenizer, self._session = _load(root, self.manifest)
        self._cls = special(self._tokenizer, "[CLS]")
        self._sep = special(self._tokenizer, "[SEP]")
        self._outputs = output_shapes(len(self.manifest["tags"]), self.manifest["link"]["outputs"])
        # one thread a window and several windows at once beats several threads a window, and every window is computed
        # the same whatever else is read
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None

    @property
    def name(self) -> str:
        """The model's name with the first digits of its file's hash."""
        return f"{self.manifest['name']}-{self.manifest['sha256'][:8]}"

    def encode(self, text: str) -> Encoded:
        """The words and pieces of a text."""
        return encode(text, self._tokenizer)

    def scores(self, encoded: Encoded, *, unrelated: bool = False) -> Scores:
        """Run the model over all words, window by window. Lines that are `unrelated` to each other need no context, and
        short windows keep all threads at work."""
        reading = self.manifest["reading"]
        size, context = reading["window"], reading["context"]
        cut = windows(encoded, size // 2, 0) if unrelated else windows(encoded, size, context)
        wholes = {name: np.empty((len(encoded), *shape), kind) for name, (shape, kind) in self._outputs.items()}
        for window, found in zip(cut, self._run_all(encoded, cut), strict=True):
            core = slice(window.core_start - window.start, window.core_end - window.start)
            for whole, part in zip(wholes.values(), found, strict=True):
                whole[window.core_start : window.core_end] = part[core]
            wholes["heads"][window.core_start : window.core_end] += window.start
        return Scores(**wholes)

    def _run_all(self, encoded: Encoded, cut: list[Window]) -> Iterator[tuple[NDArray[Any], ...]]:
        run = partial(self._run, encoded)
        return map(run, cut) if self._pool is None or len(cut) == 1 else self._pool.map(run, cut)

    def _run(self, encoded: Encoded, window: Window) -> tuple[NDArray[Any], ...]:
        arrays = inputs(encoded, window.start, window.end, self._cls, self._sep)
        names = ("pieces", "case", "quote", "positions")
        feed = {name: array[None].astype(np.int64) for name, array in zip(names, arrays, strict=True)}
        return tuple(output[0] for output in self._session.run(list(self._outputs), feed))


def output_shapes(tags: int, links: int) -> dict[str, tuple[tuple[int, ...], type[np.generic]]]:
    """The outputs of the model's graph, a head each: what a word has of it, in which numbers."""
    floats, ints = np.float32, np.int64
    return {
        "tags": ((tags,), floats),
        "links": ((links,), floats),
        "inner": ((tags,), floats),
        "inside": ((tags,), floats),
        "inside_links": ((links,), floats),
        "names": ((2 * len(NAME_KINDS) + 1,), floats),
        "nominals": ((2 * len(NOMINAL_KINDS) + 1,), floats),
        "heads": ((2,), ints),
        "relations": ((2,), ints),
        "roots": ((), floats),
        "classes": ((), ints),
        "acts": ((PARTS * len(ACTS),), floats),
        "events": ((weighing.PARTS * weighing.SCORES,), floats),
    }


def _manifest(root: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((root / "manifest.json").read_text(encoding="utf8"))
    except OSError as error:
        raise _broken("the model's manifest can't be read", root) from error
    except ValueError as error:
        raise _broken("the model's manifest is damaged", root) from error
    return manifest


def _broken(what: str, root: Path) -> ModelError:
    return ModelError(what, resource=str(root), hint="install onrecord again")


def _load(root: Path, manifest: dict[str, Any]) -> tuple[Tokenizer, onnxruntime.InferenceSession]:
    import onnxruntime
    from tokenizers import Tokenizer

    try:
        graph = (root / "model.onnx").read_bytes()
        vocabulary = (root / "tokenizer.json").read_bytes()
    except OSError as error:
        raise _broken("the model can't be read", root) from error
    if sha256(graph).hexdigest() != manifest["sha256"]:
        raise _broken("the model is not the one its manifest names", root)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    tokenizer = Tokenizer.from_buffer(vocabulary)
    return tokenizer, onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
