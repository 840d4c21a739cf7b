"""BERT-base's encoder as an ONNX graph with random weights: as large and as slow as the real one.

12 layers, 768 wide, 12 heads, 3,072 within, in the operators that torch exports, so that onnxruntime fuses the same
ones as in onrecord's own graph. `python -m benchmarks.bert PLAIN QUANTISED` writes it in 32 and in 8 bits.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

WIDTH, HEADS, INNER, LAYERS, VOCABULARY, LENGTH = 768, 12, 3072, 12, 30_522, 512
OPSET, IR = 17, 8
"""What onrecord's own graph has."""


class Graph:
    """Nodes and weights, each added under a name of its own."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def node(self, operator: str, *inputs: str, **attributes: object) -> str:
        return self.nodes_of(operator, *inputs, outputs=1, **attributes)[0]

    def nodes_of(self, operator: str, *inputs: str, outputs: int, **attributes: object) -> list[str]:
        names = [f"n{len(self.nodes)}.{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(operator, inputs, names, **attributes))
        return names

    def constant(self, value: NDArray[np.generic]) -> str:
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(value, name))
        return name

    def weight(self, *shape: int) -> str:
        return self.constant((self._random.standard_normal(shape) * 0.02).astype(np.float32))

    def ints(self, *values: int) -> str:
        return self.constant(np.asarray(values, dtype=np.int64))

    def number(self, value: float) -> str:
        return self.constant(np.asarray(value, dtype=np.float32))

    def linear(self, x: str, width: int, out: int) -> str:
        return self.node("Add", self.node("MatMul", x, self.weight(width, out)), self.weight(out))

    def norm(self, x: str) -> str:
        scale, bias = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)
        return self.node("LayerNormalization", x, self.constant(scale), self.constant(bias), axis=-1, epsilon=1e-12)

    def gelu(self, x: str) -> str:
        curve = self.node("Erf", self.node("Div", x, self.number(2**0.5)))
        return self.node("Mul", self.node("Mul", x, self.node("Add", curve, self.number(1.0))), self.number(0.5))

    def attention(self, x: str) -> str:
        parts = self.nodes_of("Split", self.linear(x, WIDTH, 3 * WIDTH), outputs=3, axis=2)
        q, k, v = (self.node("Reshape", part, self.ints(0, 0, HEADS, WIDTH // HEADS)) for part in parts)
        q, v = (self.node("Transpose", one, perm=[0, 2, 1, 3]) for one in (q, v))
        scores = self.node("MatMul", q, self.node("Transpose", k, perm=[0, 2, 3, 1]))
        shares = self.node("Softmax", self.node("Div", scores, self.number((WIDTH // HEADS) ** 0.5)), axis=-1)
        mixed = self.node("Transpose", self.node("MatMul", shares, v), perm=[0, 2, 1, 3])
        return self.linear(self.node("Reshape", mixed, self.ints(0, 0, WIDTH)), WIDTH, WIDTH)

    def layer(self, x: str) -> str:
        x = self.norm(self.node("Add", x, self.attention(x)))
        return self.norm(self.node("Add", x, self.linear(self.gelu(self.linear(x, WIDTH, INNER)), INNER, WIDTH)))

    def embeddings(self, pieces: str) -> str:
        length = self.node("Slice", self.node("Shape", pieces), self.ints(1), self.ints(2))
        positions = self.node("Slice", self.weight(LENGTH, WIDTH), self.ints(0), length, self.ints(0))
        return self.norm(self.node("Add", self.node("Gather", self.weight(VOCABULARY, WIDTH), pieces), positions))


def model(seed: int = 1, layers: int = LAYERS) -> onnx.ModelProto:
    """`pieces` [B, P] int64 -> `vectors` [B, P, 768]."""
    graph = Graph(seed)
    x = graph.embeddings("pieces")
    for _ in range(layers):
        x = graph.layer(x)
    graph.nodes.append(helper.make_node("Identity", [x], ["vectors"]))
    made = helper.make_graph(
        graph.nodes,
        "bert-base",
        [helper.make_tensor_value_info("pieces", TensorProto.INT64, ["batch", "pieces"])],
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", "pieces", WIDTH])],
        graph.weights,
    )
    whole = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)
    onnx.checker.check_model(whole)
    return whole


def write(plain: Path, quantised: Path) -> None:
    """The graph in 32 bits, and in 8 bits in the way of onrecord's own model."""
    onnx.save(model(), plain)
    quantize_dynamic(
        plain,
        quantised,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather", "Gemm"],
    )


if __name__ == "__main__":
    logging.disable()  # the quantiser's advice to shape inference, which is of no use here
    write(*map(Path, sys.argv[1:]))
