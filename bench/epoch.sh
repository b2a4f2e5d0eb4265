#!/usr/bin/env bash
# Seconds of a training epoch, ours and a PyTorch peer's in turn on the same clips and cores, and their ratio.
#
#   bench/epoch.sh DATA PEER.py [ROUNDS]     DATA: RAVDESS recordings; PEER.py DATA --threads N --epochs 2 prints {"epoch_seconds"}
#   PRECISION=float32 bench/epoch.sh …       without it: whichever a short measurement finds faster
#
# Ours is `bench train --data DATA`, recipe and protocol `seed`, features cached: the median of two epochs after one that is not timed. The peer's
# is the faster of two, features made anew each epoch, as the project that we follow does; it validates nobody, so ours stands there with the
# validation of 120 clips and without. A round is both; the ratios are taken round by round.
set -euo pipefail
data=$(realpath "$1") peer=$(realpath "$2") rounds=${3:-2}
cd "$(dirname "$0")/.."
threads=$(nproc)
python=${PYTHON:-/usr/bin/python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet build -c Release src/Cli >"$work/build.log" || { tail "$work/build.log"; exit 1; }

echo "$(date -u +%F), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $threads threads"
echo
echo "| round | precision | ours, s | with its validation, s | peer, s | ours/peer | with its validation |"
echo "| --- | --- | --- | --- | --- | --- | --- |"
for round in $(seq "$rounds"); do
  "$python" "$peer" "$data" --threads "$threads" --epochs 2 >"$work/peer.json"
  dotnet src/Cli/bin/Release/net10.0/emotion.dll bench train --data "$data" --cache "$work/cache" --threads "$threads" \
    --precision "${PRECISION:-auto}" --json >"$work/ours.json" 2>/dev/null
  "$python" - "$round" "$work/ours.json" "$work/peer.json" <<'TABLE'
import json, sys
ours, peer = (json.load(open(path)) for path in sys.argv[2:])
whole, theirs = ours["secondsPerEpoch"], peer["epoch_seconds"]
training = whole - next(part["secondsPerEpoch"] for part in ours["parts"] if part["part"] == "validation")
print(f"| {sys.argv[1]} | {ours['precision']} | {training:.1f} | {whole:.1f} | {theirs:.1f} | {training / theirs:.2f} | {whole / theirs:.2f} |")
TABLE
done
