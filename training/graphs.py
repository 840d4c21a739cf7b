"""What is done to the model's graph so that it reads mentions: parts taken out, joined, put behind a switch."""

from __future__ import annotations

import numpy as np
import onnx

from onrecord.understand.mentions import NAME_KINDS, NOMINAL_KINDS

RESULTS = ("names", "nominals", "heads", "relations", "roots", "classes")
"""What the layers add to the graph's outputs."""
PREFIX = "mention_"


def without_mentions(model: onnx.ModelProto) -> onnx.ModelProto:
    """The graph as it was before mention layers, and the acts behind them, were put into it, where they were."""
    added = (*RESULTS, "acts")
    graph = model.graph
    for part, kept in (
        (graph.node, [n for n in graph.node if not any(o in added or o.startswith("act_") for o in n.output)]),
        (graph.initializer, [i for i in graph.initializer if not i.name.startswith((PREFIX, "act_"))]),
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
