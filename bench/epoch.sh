#!/usr/bin/env bash
# Seconds of a training epoch, ours and a PyTorch peer's in turn on the same clips and cores, and their ratio.
#
#   bench/epoch.sh DATA PEER.py [ROUNDS]     DATA: RAVDESS recordings; PEER.py DATA --threads N --epochs 2 prints {"epoch_seconds"}
#
# Ours is `train --protocol seed --recipe seed --epochs 2`, features cached, the faster of two epochs with its validation; the peer's is the
# faster of two as well, features made anew each epoch, as the project that we follow does. A round is both; the ratio is taken round by round.
set -euo pipefail
data=$(realpath "$1") peer=$(realpath "$2") rounds=${3:-2}
cd "$(dirname "$0")/.."
threads=$(nproc)
python=${PYTHON:-/usr/bin/python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet build -c Release src/Cli >"$work/build.log" || { tail "$work/build.log"; exit 1; }
emotion() { dotnet src/Cli/bin/Release/net10.0/emotion.dll "$@"; }
emotion cache build --data "$data" --cache "$work/cache" >/dev/null

echo "$(date -u +%F), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $threads threads"
echo
echo "| round | ours, s | peer, s | ours/peer |"
echo "| --- | --- | --- | --- |"
for round in $(seq "$rounds"); do
  theirs=$("$python" "$peer" "$data" --threads "$threads" --epochs 2 | "$python" -c 'import json, sys; print(json.load(sys.stdin)["epoch_seconds"])')
  emotion train --mode emotion --data "$data" --cache "$work/cache" --out "$work/run-$round" --protocol seed --recipe seed --epochs 2 \
    --threads "$threads" --json >"$work/run.json" 2>/dev/null
  ours=$("$python" -c 'import json, sys; print(min(e["seconds"] for e in json.load(open(sys.argv[1]))["epochs"]))' "$work/run.json")
  awk -v round="$round" -v ours="$ours" -v theirs="$theirs" 'BEGIN { printf "| %d | %.1f | %.1f | %.2f |\n", round, ours, theirs, ours / theirs }'
done
