"""What is done to the model's graph: parts taken out, joined, small heads added."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

RESULTS = ("names", "nominals", "heads", "relations", "roots", "classes", "acts", "inside", "inside_links")
"""What the layers add to the graph's outputs."""
PREFIX = "mention_"
STATES = "word_states"
"""Layers of the trunk, side by side, at each word: what the linear heads read."""
HEADS = ("events",)


def without_mentions(model: onnx.ModelProto) -> onnx.ModelProto:
    """The graph as it was before mention layers, and the heads behind them, were put into it, where they were."""
    added = (*RESULTS, *HEADS)
    graph = model.graph
    _keep(graph.output, [o for o in graph.output if o.name not in added])
    _keep(graph.value_info, [v for v in graph.value_info if not v.name.startswith(PREFIX)])
    wanted = {o.name for o in graph.output}
    nodes = []
    for node in reversed(graph.node):
        if wanted.intersection(node.output):
            nodes.append(node)
            wanted.update(node.input)
    _keep(graph.node, nodes[::-1])
    _keep(graph.initializer, [i for i in graph.initializer if i.name in wanted])
    return model


def merge_input(model: onnx.ModelProto, old: str, new: str) -> None:
    for node in model.graph.node:
        for i, name in enumerate(node.input):
            if name == old:
                node.input[i] = new
    kept = [i for i in model.graph.input if i.name != old]
    del model.graph.input[:]
    model.graph.input.extend(kept)


def rename_outputs(model: onnx.ModelProto, names: dict[str, str]) -> None:
    for node in model.graph.node:
        for i, name in enumerate(node.output):
            node.output[i] = names.get(name, name)
        for i, name in enumerate(node.input):
            node.input[i] = names.get(name, name)
    for output in model.graph.output:
        output.name = names.get(output.name, output.name)


def word_states(model: onnx.ModelProto, layers: Sequence[str]) -> None:
    """Compute these outputs of the trunk's layers side by side at each word, [1, W, layers * hidden], in place of those
    that were there."""
    graph = model.graph
    _drop(graph.node, [n for n in graph.node if any(o.startswith(STATES) for o in n.output)])
    _drop(graph.initializer, [i for i in graph.initializer if i.name.startswith(STATES)])
    graph.initializer.append(numpy_helper.from_array(np.asarray([0], np.int64), f"{STATES}_first"))
    graph.node.append(helper.make_node("Squeeze", ["positions", f"{STATES}_first"], [f"{STATES}_positions"]))
    parts = [f"{STATES}_{number}" for number in range(len(layers))]
    for layer, part in zip(layers, parts, strict=True):
        graph.node.append(helper.make_node("Gather", [layer, f"{STATES}_positions"], [part], axis=1))
    graph.node.append(helper.make_node("Concat", parts, [STATES], axis=2))
    heads = [n for n in graph.node if any(o in HEADS for o in n.output)]
    _drop(graph.node, heads)
    graph.node.extend(heads)  # behind what they read


def linear_head(model: onnx.ModelProto, name: str, table: NDArray[np.float32]) -> None:
    """The output `name`: the word states times `table` [layers * hidden, outputs], in place of one that was there."""
    graph = model.graph
    _drop(graph.node, [n for n in graph.node if name in n.output])
    _drop(graph.initializer, [i for i in graph.initializer if i.name == f"{name}_weights"])
    _drop(graph.output, [o for o in graph.output if o.name == name])
    graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(table, np.float32), f"{name}_weights"))
    graph.node.append(helper.make_node("MatMul", [STATES, f"{name}_weights"], [name]))
    graph.output.append(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1, "words", table.shape[1]]))


def _drop(part: Any, gone: Sequence[Any]) -> None:
    _keep(part, [item for item in part if item not in gone])


def _keep(part: Any, kept: Sequence[Any]) -> None:
    del part[:]
    part.extend(kept)


def written(model: onnx.ModelProto, before: Path, out: Path, numbers: dict[str, Any]) -> None:
    """The graph with tokenizer and manifest into the folder `out`: the manifest of `before` with these numbers."""
    onnx.checker.check_model(model)
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(model, out / "model.onnx")
    if out != before:
        shutil.copy(before / "tokenizer.json", out)
    manifest = json.loads((before / "manifest.json").read_text())
    manifest |= numbers | {"sha256": sha256((out / "model.onnx").read_bytes()).hexdigest()}
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
