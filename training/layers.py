"""The layers and heads behind the trunk: names, descriptions, sentence trees, acts; and the trunk that they read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from data import Example
from graphs import without_mentions
from model import Crf, Layer
from onrecord.understand.acts.scores import ACTS, PARTS
from onrecord.understand.encoding import inputs
from onrecord.understand.mentions import NAME_KINDS, NOMINAL_KINDS
from onrecord.understand.trees import CLASSES, RELATIONS

TRUNK = "/encoder/layers.{}/norm2/LayerNormalization_output_0"
HIDDEN, HEADS, INNER = 384, 12, 1536
ARC, RELATION = 192, 128
"""Widths of the vectors that words are compared by."""


class MentionLayers(nn.Module):
    """[B, P, hidden] of the trunk, [B, W] positions -> [B, W, 2 * kinds + 1] for names and for nouns."""

    def __init__(self, layers: int, dropout: float, head_dropout: float) -> None:
        super().__init__()
        self.dropout, self.head_dropout = dropout, head_dropout
        self.layers = nn.ModuleList(Layer(HIDDEN, HEADS, INNER, dropout) for _ in range(layers))
        self.names = nn.Linear(HIDDEN, 2 * len(NAME_KINDS) + 1)
        self.names_crf = Crf(2 * len(NAME_KINDS) + 1)
        self.nominals = nn.Linear(HIDDEN, 2 * len(NOMINAL_KINDS) + 1)
        self.nominals_crf = Crf(2 * len(NOMINAL_KINDS) + 1)
        self.trees = Trees(head_dropout)
        self.acts = nn.Linear(HIDDEN, PARTS * len(ACTS), bias=False)
        """What a word says of a statement's act as part of its cue, of its content, of the beginning of that."""
        self.act_bias = nn.Parameter(torch.zeros(len(ACTS)))

    def words(self, x: Tensor, positions: Tensor, mask: Tensor | None = None) -> Tensor:
        """[B, W, hidden]"""
        x = F.dropout(x, self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, None if mask is None else mask[:, None, None, :])
        x = torch.gather(x, 1, positions[..., None].expand(-1, -1, x.shape[2]))
        return F.dropout(x, self.head_dropout, self.training)

    def known(self, x: Tensor) -> tuple[Tensor, ...]:
        """[B, W, hidden] -> scores of names, of nouns, of parts of speech."""
        return self.names(x), self.nominals(x), self.trees.classes(x)

    def forward(self, x: Tensor, positions: Tensor) -> tuple[Tensor, ...]:
        """Scores of names and nouns; head, relation and class of each word, chosen; what it says of acts."""
        x = self.words(x, positions)
        choices = *self.trees.choices(x), self.trees.classes(x).argmax(-1)
        return self.names(x), self.nominals(x), *choices, self.acts(x)


class Trees(nn.Module):
    """How words hang together (Dozat and Manning 2017), [B, W, hidden] -> choices. A root is its own head."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.dropout = dropout
        self.as_word, self.as_head = nn.Linear(HIDDEN, ARC), nn.Linear(HIDDEN, ARC)
        self.pair = nn.Linear(ARC, ARC, bias=False)
        self.any = nn.Linear(ARC, 1, bias=False)
        self.word_relation, self.head_relation = nn.Linear(HIDDEN, RELATION), nn.Linear(HIDDEN, RELATION)
        self.relation = nn.Linear(3 * RELATION, len(RELATIONS))
        self.classes = nn.Linear(HIDDEN, len(CLASSES))

    def _small(self, layer: nn.Linear, x: Tensor) -> Tensor:
        return F.dropout(F.relu(layer(x)), self.dropout, self.training)

    def arcs(self, x: Tensor) -> Tensor:
        """[B, W, W] of word and head"""
        head = self._small(self.as_head, x)
        return self.pair(self._small(self.as_word, x)) @ head.transpose(1, 2) + self.any(head).transpose(1, 2)

    def relations(self, x: Tensor, heads: Tensor) -> Tensor:
        """[B, W, relations] of words to these heads"""
        word, head = self._small(self.word_relation, x), self._small(self.head_relation, x)
        head = torch.gather(head, 1, heads[..., None].expand(-1, -1, RELATION))
        return self.relation(torch.cat((word, head, word * head), -1))

    def choices(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """[B, W, 2] the likeliest head, and the likeliest that is another word; [B, W, 2] the relations to them; [B, W]
        how much likelier a root it is than to hang on that other word, in logits."""
        arcs = self.arcs(x)
        itself = torch.eye(arcs.shape[1], dtype=arcs.dtype, device=arcs.device)
        others = arcs - 1e4 * itself
        heads = torch.stack((arcs.argmax(-1), others.argmax(-1)), -1)
        relations = torch.stack([self.relations(x, heads[..., i]).argmax(-1) for i in (0, 1)], -1)
        return heads, relations, (arcs * itself).sum(-1) - others.max(-1).values

    def loss(self, x: Tensor, gold: Tensor, words: Tensor) -> Tensor:
        """Of trees [B, W, 3] where they are known."""
        known = gold[..., 0] >= 0
        if not known.any():
            return torch.zeros(())
        heads = gold[..., 0].clamp(min=0)
        arcs = self.arcs(x).masked_fill(~words[:, None, :], -1e4)
        parts = arcs, self.relations(x, heads), self.classes(x)
        return sum((F.cross_entropy(p[known], gold[..., i][known]) for i, p in enumerate(parts)), torch.zeros(()))


def padded(runs: Sequence[tuple[NDArray[Any], NDArray[np.int32]]]) -> tuple[Tensor, Tensor, Tensor]:
    """[B, P, hidden] of the trunk, [B, W] positions, [B, P] which pieces there are; from the states and positions of
    each run."""
    n, p, w = len(runs), max(len(states) for states, _ in runs), max(len(positions) for _, positions in runs)
    x, positions = np.zeros((n, p, HIDDEN), np.float32), np.zeros((n, w), np.int64)
    pieces = np.zeros((n, p), np.bool_)
    for i, (states, places) in enumerate(runs):
        x[i, : len(states)], pieces[i, : len(states)], positions[i, : len(places)] = states, True, places
    return torch.from_numpy(x), torch.from_numpy(positions), torch.from_numpy(pieces)


class Trunk:
    """The shipped graph up to one of its layers."""

    def __init__(self, model: Path, layer: int) -> None:
        graph = without_mentions(onnx.load(model / "model.onnx"))
        self.output = TRUNK.format(layer)
        del graph.graph.output[:]
        graph.graph.output.append(onnx.helper.make_tensor_value_info(self.output, onnx.TensorProto.FLOAT, None))
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(graph.SerializeToString(), options)

    def read(self, item: Example, start: int, end: int, ids: tuple[int, int]) -> tuple[NDArray[np.float32], ...]:
        """[P, hidden] of a run of words, and their positions."""
        arrays = inputs(item.encoded, start, end, *ids)
        names = ("pieces", "case", "quote", "positions")
        feed = {name: array[None].astype(np.int64) for name, array in zip(names, arrays, strict=True)}
        return self._session.run([self.output], feed)[0][0], arrays[3]
