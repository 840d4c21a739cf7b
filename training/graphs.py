"""What is done to the model's graph: parts taken out, joined, put behind a switch, small heads added."""

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

from onrecord.understand.acts.scores import ACTS, PARTS
from onrecord.understand.mentions import NAME_KINDS, NOMINAL_KINDS

RESULTS = ("names", "nominals", "heads", "relations", "roots", "classes", "acts")
"""What the layers add to the graph's outputs."""
PREFIX = "mention_"
STATES = "word_states"
"""Layers of the trunk, side by side, at each word: what the linear heads read."""
HEADS = ("events",)


def without_mentions(model: onnx.ModelProto) -> onnx.ModelProto:
    """The graph as it was before mention layers, and the heads behind them, were put into it, where they were."""
    added = (*RESULTS, *HEADS)
    graph = model.graph
    for part, kept in (
        (graph.node, [n for n in graph.node if not any(o in added or o.startswith(STATES) for o in n.output)]),
        (graph.initializer, [i for i in graph.initializer if not i.name.startswith((PREFIX, STATES, *HEADS))]),
        (graph.input, [i for i in graph.input if i.name != "mentions"]),
        (graph.output, [o for o in graph.output if o.name not in added]),
        (graph.value_info, [v for v in graph.value_info if not v.name.startswith(PREFIX)]),
    ):
        del part[:]
        part.extend(kept)
    return model


def behind_a_switch(model: onnx.ModelProto) -> None:
    """Compute the mentions only where the input `mentions` is true: contents that are read once more need none."""
    graph = model.graph
    empty = {
        "names": np.zeros((1, 0, 2 * len(NAME_KINDS) + 1), np.float32),
        "nominals": np.zeros((1, 0, 2 * len(NOMINAL_KINDS) + 1), np.float32),
        "heads": np.zeros((1, 0, 2), np.int64),
        "relations": np.zeros((1, 0, 2), np.int64),
        "roots": np.zeros((1, 0), np.float32),
        "classes": np.zeros((1, 0), np.int64),
        "acts": np.zeros((1, 0, PARTS * len(ACTS)), np.float32),
    }
    own = [n for n in graph.node if any(o.startswith(PREFIX) or o in RESULTS for o in n.output)]
    others = [n for n in graph.node if n not in own]
    rename = {name: f"{PREFIX}{name}" for name in RESULTS}
    for node in own:
        for i, name in enumerate(node.output):
            node.output[i] = rename.get(name, name)
        for i, name in enumerate(node.input):
            node.input[i] = rename.get(name, name)
    types = {name: onnx.helper.np_dtype_to_tensor_dtype(value.dtype) for name, value in empty.items()}
    info = onnx.helper.make_tensor_value_info
    then = onnx.helper.make_graph(own, "mentions", [], [info(rename[name], types[name], None) for name in RESULTS])
    nothing = [
        onnx.helper.make_node("Constant", [], [f"no_{name}"], value=onnx.numpy_helper.from_array(value))
        for name, value in empty.items()
    ]
    otherwise = onnx.helper.make_graph(nothing, "nothing", [], [info(f"no_{n}", types[n], None) for n in RESULTS])
    switch = onnx.helper.make_node("If", ["mentions"], list(RESULTS), then_branch=then, else_branch=otherwise)
    del graph.node[:]
    graph.node.extend([*others, switch])
    graph.input.append(info("mentions", onnx.TensorProto.BOOL, []))


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
    kept = [item for item in part if item not in gone]
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
