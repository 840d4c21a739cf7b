"""The layers and heads behind the trunk: names, descriptions, sentence trees, acts, statements inside statements; and
the trunk that they read."""

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
from model import Crf, Layer, Linker
from onrecord.understand.acts.scores import ACTS, PARTS
from onrecord.understand.decoding import TAGS
from onrecord.understand.encoding import inputs
from onrecord.understand.mentions import NAME_KINDS, NOMINAL_KINDS
from onrecord.understand.trees import CLASSES, RELATIONS

TRUNK = "/encoder/layers.{}/norm2/LayerNormalization_output_0"
LAST = 5
"""Of the trunk's layers, counted from 0."""
HIDDEN, HEADS, INNER = 384, 12, 1536
INSIDE = 256
"""Width of the states that statements inside statements are told from."""
ARC, RELATION = 192, 128
"""Widths of the vectors that words are compared by."""


class MentionLayers(nn.Module):
    """What reads names, nouns, trees, acts and what stands inside statements from states of the trunk."""

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
        self.inside = Inside(head_dropout)

    def words(self, x: Tensor, positions: Tensor, mask: Tensor | None = None) -> Tensor:
        """[B, W, hidden]"""
        x = F.dropout(x, self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, None if mask is None else mask[:, None, None, :])
        return F.dropout(at_words(x, positions), self.head_dropout, self.training)

    def known(self, x: Tensor) -> tuple[Tensor, ...]:
        """[B, W, hidden] -> scores of names, of nouns, of parts of speech."""
        return self.names(x), self.nominals(x), self.trees.classes(x)

    def labels(self, x: Tensor) -> tuple[Tensor, ...]:
        """[B, W, hidden] -> scores of names and nouns; head, relation and class of each word, chosen."""
        return self.names(x), self.nominals(x), *self.trees.choices(x), self.trees.classes(x).argmax(-1)

    def forward(self, x: Tensor, last: Tensor, tags: Tensor, links: Tensor, positions: Tensor) -> tuple[Tensor, ...]:
        """[B, P, hidden] of the trunk's layer that these go on from, the same of its last, [B, W, tags] and
        [B, W, link width] of the trunk -> labels; what words say of acts; tags and links inside contents."""
        x = self.words(x, positions)
        return *self.labels(x), self.acts(x), *self.inside(x, last, tags, links, positions)


def at_words(x: Tensor, positions: Tensor) -> Tensor:
    """[B, P, hidden], [B, W] -> [B, W, hidden]"""
    return torch.gather(x, 1, positions[..., None].expand(-1, -1, x.shape[2]))


class Inside(nn.Module):
    """Statements inside statements, where contents are read as texts of their own: what is added to what the trunk says
    of their tags and links."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.dropout = dropout
        self.both = nn.Linear(2 * HIDDEN, INSIDE)
        self.tags = nn.Linear(INSIDE, len(TAGS))
        self.crf = Crf()
        self.linker = Linker(INSIDE)
        for layer in (self.tags, self.linker.vectors):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, x: Tensor, last: Tensor, tags: Tensor, links: Tensor, positions: Tensor) -> tuple[Tensor, Tensor]:
        """`x`: [B, W, hidden] of the layers, the others as in `MentionLayers.forward`."""
        both = torch.cat((x, at_words(last, positions)), -1)
        both = F.dropout(F.gelu(self.both(both)), self.dropout, self.training)
        return tags + self.tags(both), links + self.linker.vectors(both)


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
    lengths = torch.tensor([len(states) for states, _ in runs])
    pieces = torch.arange(int(lengths.max()))[None] < lengths[:, None]
    positions = stacked([places for _, places in runs]).long()
    return stacked([states for states, _ in runs]).float(), positions, pieces


def stacked(runs: Sequence[NDArray[Any]]) -> Tensor:
    """[B, longest, ...] with zeros behind what is shorter"""
    whole = np.zeros((len(runs), max(map(len, runs)), *runs[0].shape[1:]), runs[0].dtype)
    for i, own in enumerate(runs):
        whole[i, : len(own)] = own
    return torch.from_numpy(whole)


class Trunk:
    """The shipped graph: some of its layers, its tags and links."""

    def __init__(self, model: Path, layers: Sequence[int]) -> None:
        graph = without_mentions(onnx.load(model / "model.onnx"))
        del graph.graph.output[:]
        self.outputs = [*(TRUNK.format(layer) for layer in layers), "tags", "links"]
        for name in self.outputs:
            graph.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(graph.SerializeToString(), options)

    def read(self, item: Example, start: int, end: int, ids: tuple[int, int]) -> tuple[NDArray[Any], ...]:
        """Of a run of words: [P, hidden] of each layer, [W, tags], [W, link width], [W] positions of the words."""
        arrays = inputs(item.encoded, start, end, *ids)
        names = ("pieces", "case", "quote", "positions")
        feed = {name: array[None].astype(np.int64) for name, array in zip(names, arrays, strict=True)}
        return (*(output[0] for output in self._session.run(self.outputs, feed)), arrays[3])
