#!/usr/bin/env bash
# What 8 bits cost: each fold's network of a cross-validation beside the same network quantised, on the fold's test clips.
#
#   bench/int8.sh CROSSVAL SEED DATA     CROSSVAL: a folder that `crossval --keep-models` made; DATA: its recordings
#
# For RAVDESS and mode emotion; wants python3. Prints a row a fold, the pooled scores, their difference with a 95% interval over actors (bootstrap, paired), and how far labels and probabilities agree.
set -euo pipefail
crossval=$(realpath "$1") seed=$2 data=$(realpath "$3")
cd "$(dirname "$0")/.."
emotion=src/Cli/bin/Release/net10.0/emotion
[ -x "$emotion" ] || { echo "int8: $emotion is not built: dotnet build -c Release" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# answer MODEL FILE: what a model says of the fold's clips
answer() { "$emotion" predict --model "$1" --format csv "${clips[@]}" >"$2" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }; }

for run in "$crossval"/fold-*-seed-"$seed"; do
  fold=$(basename "$run")
  "$emotion" quantize "$run" --data "$data" --clips 512 --out "$work/$fold.zip" >&2
  python3 -c 'import csv, sys; print("\n".join(sorted({row["path"] for row in csv.DictReader(open(sys.argv[1]))})))' "$run/predictions.csv" >"$work/names"
  mapfile -t clips <"$work/names"
  clips=("${clips[@]/#/$data/}")
  answer "$run/model.zip" "$work/$fold.float32.csv"
  answer "$work/$fold.zip" "$work/$fold.int8.csv"
done

python3 - "$work" <<'TABLE'
import csv, glob, os, random, sys

classes = ["neutral", "calm", "happy", "sad", "angry", "fearful", "disgust", "surprised"]


def read(path):
    for row in csv.DictReader(open(path)):
        part = os.path.basename(row["path"])[:-4].split("-")
        yield int(part[6]), classes[int(part[2]) - 1], row["label"], [float(row[name]) for name in classes]


def scores(rows):
    """Macro-F1 and UAR of (actor, truth, label, …) rows, over the classes that have clips or are answered."""
    f1, recall = [], []
    for name in classes:
        hit = sum(row[1] == name == row[2] for row in rows)
        true, said = sum(row[1] == name for row in rows), sum(row[2] == name for row in rows)
        if true + said:
            f1.append(2 * hit / (true + said))
        if true:
            recall.append(hit / true)
    return sum(f1) / len(f1), sum(recall) / len(recall)


print("| fold | clips | macro-F1, float32 | macro-F1, 8 bits |\n| --- | --- | --- | --- |")
whole, small = [], []
for path in sorted(glob.glob(sys.argv[1] + "/*.float32.csv")):
    one, other = list(read(path)), list(read(path.replace("float32", "int8")))
    print(f"| {os.path.basename(path).split('-')[1]} | {len(one)} | {scores(one)[0]:.3f} | {scores(other)[0]:.3f} |")
    whole += one
    small += other

(a, ua), (b, ub) = scores(whole), scores(small)
actors = sorted({row[0] for row in whole})
of = {actor: ([r for r in whole if r[0] == actor], [r for r in small if r[0] == actor]) for actor in actors}
dice, differences = random.Random(0), []
for _ in range(1000):
    drawn = [of[actor] for actor in dice.choices(actors, k=len(actors))]
    differences.append(scores(sum((d[1] for d in drawn), []))[0] - scores(sum((d[0] for d in drawn), []))[0])
differences.sort()
print(f"| **all, pooled** | {len(whole)} | {a:.3f} (UAR {ua:.3f}) | {b:.3f} (UAR {ub:.3f}), difference {b - a:+.3f} ({differences[25]:.3f} to {differences[974]:.3f}, 95% over actors) |")
same = sum(one[2] == other[2] for one, other in zip(whole, small)) / len(whole)
far = max(abs(p - q) for one, other in zip(whole, small) for p, q in zip(one[3], other[3]))
print(f"\n{100 * same:.1f}% of the labels are the same; no probability differs by more than {far:.3f}.")
TABLE
