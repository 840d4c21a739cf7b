"""Names and descriptions as the reader finds them, against GUM's dev part: exact spans with their kinds.

    PYTHONPATH=src python training/evaluate_mentions.py --model src/onrecord/model --data ../shared/data

Needs no torch.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from mentions import gum
from onrecord.domain import Article
from onrecord.understand import load


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds gum")
    args = parser.parse_args()
    reader = load(args.model)
    counts: Counter[tuple[str, str]] = Counter()
    for document in gum(args.data / "gum" / "dev"):
        found = reader.read(Article(document.text)).mentions
        for form, coded in (("name", document.names), ("nominal", document.nominals or ())):
            got = {(m.anchor.start, m.anchor.end, m.kind) for m in found if m.form == form}
            for what, spans in (("right", got & set(coded)), ("given", got), ("coded", set(coded))):
                for _, _, kind in spans:
                    counts[f"{form} {kind}", what] += 1
                    counts[f"{form} all", what] += 1
    print(table(counts))


def table(counts: Counter[tuple[str, str]]) -> str:
    """What was right, given and coded under each name, as precision, recall and F1 in per cent."""
    rows = [f"{'':24}{'coded':>7}{'P':>7}{'R':>7}{'F1':>7}"]
    for name in sorted({name for name, _ in counts}):
        right, given, coded = (counts[name, what] for what in ("right", "given", "coded"))
        shares = 100 * right / max(1, given), 100 * right / max(1, coded), 200 * right / max(1, given + coded)
        rows.append(f"{name:24}{coded:7}" + "".join(f"{share:7.1f}" for share in shares))
    return "\n".join(rows)


if __name__ == "__main__":
    main()
