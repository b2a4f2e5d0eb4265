#!/usr/bin/env bash
# The whole comparison on a machine with an NVIDIA GPU, in under 8 minutes, from what bench/publish.sh packed: parity with the double-precision
# reference, kernel, pipeline and files, the device's bounds, and the peer where a CUDA PyTorch with torchaudio is there. Needs bash and the
# driver; python3 for the table and the peer.
#
#   bench/gpu.sh PUBLISHED OUT [PEER.py]     run all; OUT gets table.md, results.jsonl and the logs
#   bench/gpu.sh --table OUT                 write table.md and results.jsonl anew from OUT's documents
#
# BACKEND=cuda|opencl|cpu (default cuda)  CLIPS=N (a pass; default: the program's)  DATA=DIR (recordings for the stage files; default random
# ones)  SCRATCH=DIR (disk for the stage files)  PYTHON=python3 (the peer's)  PARITY_LIMIT=120 DEADLINE=460 (seconds; all of it).  Exit code 1 when
# parity or a stage failed; 2 when a path is not there.
set -uo pipefail

table() {
  command -v python3 >/dev/null || { echo "no python3 here: $1/table.md was not written; run $0 --table on another machine" >&2; return 0; }
  python3 - "$1" <<'PYTHON'
import json, os, sys
out = sys.argv[1]
read = lambda name: open(os.path.join(out, name)).read().strip() if os.path.exists(os.path.join(out, name)) else ""
def document(name):
    try: return json.loads(read(name + ".json"))
    except ValueError: return None
facts = dict(line.split("\t", 1) for line in read("facts.tsv").splitlines())
commands = dict(line.split("\t", 1) for line in read("commands.tsv").splitlines())
whole = document("features") or {}
stages = whole.get("stages") or [d for d in map(document, ("kernel", "pipeline", "files")) if d and "stage" in d]
rows, lines = [], []
rows.append(("parity with the double-precision reference, 1e-3 dB", facts.get("parity", "not run"), "", "", ""))
for s in stages:
    unit = "frames/s" if s["stage"] == "kernel" else "clips/s"
    mine = s["framesPerSecond"] if s["stage"] == "kernel" else s["clipsPerSecond"]
    bound = s["ceiling"]["clipsPerSecond"] * mine / s["clipsPerSecond"]
    rows.append(("%s, %d clips of a pass" % (s["stage"], s["clips"]), "{:,.0f} {}".format(mine, unit), "{:,.0f} {}".format(bound, unit),
                 "{:.1%}".format(s["fractionOfCeiling"]), "{:.1%}".format(s["spread"])))
for name in ("kernel", "pipeline", "files"):
    if not any(s["stage"] == name for s in stages): rows.append((name, "failed: " + facts.get(name, "not run"), "", "", ""))
bounds = (("copy", "device memory, read and written by a copy"), ("upload", "upload, page-locked"), ("download", "download, page-locked"))
for key, words in bounds if facts.get("backend") != "cpu" else ():
    figure = "{:,.1f} GB/s".format(whole["rates"][key + "BytesPerSecond"] / 1e9) if whole.get("rates") else "not measured: " + facts.get("features", "not run")
    rows.append(("bound: " + words, figure, "", "", ""))
compare = document("compare")
if compare and "median" in compare:
    m = compare["median"]
    rows.append(("peer's kernel (%s)" % compare["peer"], "{:,.0f} frames/s".format(m["peerKernelFramesPerSecond"]), "", "", ""))
    rows.append(("ours over it, median of the rounds", "{:.2f}".format(m["kernelRatio"]), "", "", ""))
    rows.append(("peer's pipeline", "{:,.0f} clips/s".format(m["peerPipelineClipsPerSecond"]), "", "", ""))
    rows.append(("ours over it, median of the rounds", "{:.2f}".format(m["pipelineRatio"]), "", "", ""))
else: rows.append(("peer", facts.get("peer", "not run"), "", "", ""))
with open(os.path.join(out, "table.md"), "w") as t:
    t.write("# %s\n\n" % (stages[0]["device"] if stages else facts.get("device", "?")))
    t.write("%s; %s; emotion %s; %s; %s s in all.\n\n" % tuple(facts.get(k, "?") for k in ("date", "driver", "version", "system", "seconds")))
    t.write("| what | figure | bound | of the bound | spread |\n| --- | --- | --- | --- | --- |\n")
    for row in rows: t.write("| " + " | ".join(cell.replace("|", "/") for cell in row) + " |\n")
    t.write("\nStage files: caches on %s.\n" % facts.get("scratch", "?"))
    if compare and "median" in compare: t.write("\nThe peer: torchaudio_gpu.py standardises its log-mel per clip, in kernel and pipeline; ours is log-mel alone, and its "
                                                "pipeline on a device leaves the host's packing and unpacking out.\n")
    for s in stages: t.write("\nBound of %s: %s.\n" % (s["stage"], s["ceiling"]["what"]))
    t.write("\nCommands:\n\n" + "".join("    %s\n" % c for c in commands.values()))
with open(os.path.join(out, "results.jsonl"), "w") as r:
    r.write(json.dumps(facts) + "\n")
    for name, command in commands.items():
        if document(name): r.write(json.dumps({"command": command, "result": document(name)}) + "\n")
print(read("table.md"))
PYTHON
}

if [ "${1:-}" = --table ] && [ $# -eq 2 ]; then table "$2"; exit; fi
[ $# -ge 2 ] || { echo "usage: $0 PUBLISHED OUT [PEER.py] | --table OUT" >&2; exit 2; }
published=$(realpath -e "$1") || exit 2
[ -x "$published/emotion" ] || { echo "$1 has no program emotion: it is to be what bench/publish.sh packed" >&2; exit 2; }
peer=
if [ -n "${3:-}" ]; then peer=$(realpath -e "$3") || exit 2; fi
for folder in ${DATA:+"$DATA"} ${SCRATCH:+"$SCRATCH"}; do [ -d "$folder" ] || { echo "$folder: no such folder" >&2; exit 2; }; done
out=$(realpath -m "$2") || exit 2
mkdir -p "$out" || exit 2
backend=${BACKEND:-cuda} python=${PYTHON:-python3} deadline=${DEADLINE:-460} failed=0
rm -f "$out"/{facts,commands}.tsv "$out"/{features,kernel,pipeline,files,compare}.json "$out"/table.md "$out"/results.jsonl
fact() { printf '%s\t%s\n' "$1" "${2//[$'\t\n']/ }" >>"$out/facts.tsv"; }

# within SECONDS COMMAND…: no longer than that, nor than what is left of the deadline; 125 when nothing is left. $limit: what it was given.
within() {
  local left=$((deadline - SECONDS))
  limit=$(($1 < left ? $1 : left))
  shift
  [ "$limit" -gt 0 ] || return 125
  timeout -k 5 "$limit" "$@"
}

# reason STATUS LOG: why a command that `within` started failed.
reason() {
  case $1 in
    124 | 137) echo "took more than $limit s" ;;
    125) echo "no time left of $deadline s" ;;
    *) echo "$(tail -n 1 "$2") (code $1)" ;;
  esac
}

# run NAME SECONDS ARGUMENTS…: a command of the program; its document in NAME.json, what it says in NAME.log, paths shortened where shown.
run() {
  local name=$1 most=$2 shown=() argument status=0
  shift 2
  for argument in "$@"; do
    argument=${argument%/}
    shown+=("${argument##*/}")
  done
  echo "--- emotion ${shown[*]}" >&2
  within "$most" "$published/emotion" "$@" >"$out/$name.json" 2>"$out/$name.log" || status=$?
  [ "$status" -eq 125 ] || printf '%s\t%s\n' "$name" "emotion ${shown[*]}" >>"$out/commands.tsv"
  [ "$status" -eq 0 ] && return
  fact "$name" "$(reason "$status" "$out/$name.log")"
  rm -f "$out/$name.json"
  return 1
}

fact date "$(date -u +%F)"
fact version "$(within 20 "$published/emotion" --version || echo '?')"
fact backend "$backend"
# A folder in memory flushes at no cost: the table says which it was.
fact scratch "$(df --output=fstype "${SCRATCH:-${TMPDIR:-/tmp}}" 2>/dev/null | tail -n 1 || echo '?')"
fact system "$(. /etc/os-release; echo "$PRETTY_NAME"), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
if command -v nvidia-smi >/dev/null && gpu=$(within 20 nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader | head -n 1) && [ "$backend" = cuda ]; then
  fact device "${gpu%%,*}"
  fact driver "driver ${gpu#*, }"
else
  fact device "backend $backend"
  fact driver "no NVIDIA driver asked"
fi

case $backend in cuda) class=CudaBackendTests ;; opencl) class=OpenClBackendTests ;; *) class=CpuBackendTests ;; esac
echo "--- parity: $class" >&2
status=0
within "${PARITY_LIMIT:-120}" "$published/Features.Gpu.Tests" -noLogo -noColor -class "*$class" >"$out/parity.log" 2>&1 || status=$?
[ "$status" -eq 0 ] || failed=1
summary=$(sed -n 's/.*Total: \([0-9]*\), Errors: \([0-9]*\), Failed: \([0-9]*\), Skipped: \([0-9]*\).*/\1 tests of every backend, \2 errors, \3 failed, \4 skipped/p' "$out/parity.log" | tail -n 1)
fact parity "${summary:-broke off: $(reason "$status" "$out/parity.log")}"
# All skipped is no parity: the device was not there.
read -r total skipped <<<"$(sed -n 's/.*Total: \([0-9]*\),.*Skipped: \([0-9]*\),.*/\1 \2/p' "$out/parity.log" | tail -n 1)"
[ "${total:-0}" -gt "${skipped:-0}" ] || failed=1

flags=(--backend "$backend" --json) files=(${SCRATCH:+--scratch "$SCRATCH"} ${DATA:+--data "$DATA"}) clips=(${CLIPS:+--clips "$CLIPS"})
if ! run features 150 bench features "${clips[@]}" "${files[@]}" "${flags[@]}"; then
  # One stage that fails takes the others along: each by itself.
  run kernel 40 bench features --stage kernel "${clips[@]}" "${flags[@]}" || failed=1
  run pipeline 40 bench features --stage pipeline "${clips[@]}" "${flags[@]}" || failed=1
  if [ -n "${DATA:-}" ]; then clips=(); fi
  run files 60 bench features --stage files "${clips[@]}" "${files[@]}" "${flags[@]}" || failed=1
fi

if [ -z "$peer" ]; then
  fact peer 'no script given'
else
  status=0
  within 60 "$python" -c 'import torch, torchaudio; torch.cuda.is_available() or exit("this PyTorch finds no CUDA device")' 2>"$out/peer.log" || status=$?
  if [ "$status" -ne 0 ]; then
    fact peer "not here: $(reason "$status" "$out/peer.log")"
  else
    run compare 120 bench compare --peer "$peer" --python "$python" --rounds 2 "${flags[@]}" ||
      fact peer "$(sed -n 's/^compare\t//p' "$out/facts.tsv" | tail -n 1)"
  fi
fi
fact seconds "$SECONDS"
table "$out"
exit "$failed"
