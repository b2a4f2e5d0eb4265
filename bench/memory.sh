#!/usr/bin/env bash
# Peak resident size of `cache build` over a small and a large folder of recordings: it must not grow with the corpus.
#
#   bench/memory.sh DATA_SMALL DATA_LARGE     prints a Markdown table; bench/make-clips.py makes folders of any size
#
# BACKEND=cpu  PUBLISHED=DIR (of bench/publish.sh; default: a Release build of this tree)  SCRATCH=DIR (where caches are made and deleted again)
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: $0 DATA_SMALL DATA_LARGE" >&2; exit 2; }
small=$(realpath -e "$1")
large=$(realpath -e "$2")
published=${PUBLISHED:+$(realpath -e "$PUBLISHED")}
work=$(mktemp -d -p "$(realpath -e "${SCRATCH:-${TMPDIR:-/tmp}}")")
trap 'rm -rf "$work"' EXIT
cd "$(dirname "$0")/.."
if [ -n "$published" ]; then
  program=("$published/emotion")
else
  dotnet build -c Release src/Cli >"$work/build.log" || { tail "$work/build.log"; exit 1; }
  program=(dotnet src/Cli/bin/Release/net10.0/emotion.dll)
fi

echo "# Memory of cache build"
echo
echo "    memory.sh ${small##*/} ${large##*/}"
echo
echo "$(date -u +%F), $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores, $(. /etc/os-release; echo "$PRETTY_NAME")," \
  "backend ${BACKEND:-cpu}, caches on $(df --output=fstype "$work" | tail -n 1), emotion $("${program[@]}" --version)," \
  "$([ -n "$published" ] && echo 'self-contained' || echo ".NET $(dotnet --list-runtimes | sed -n 's/^Microsoft.NETCore.App \([^ ]*\).*/\1/p' | sort -V | tail -n 1)")," \
  "commit $(git rev-parse --short HEAD)$(git diff --quiet HEAD -- src || echo ' with changes')"
echo
python3 - "$work" "$small" "$large" "${program[@]}" cache build --backend "${BACKEND:-cpu}" --json <<'PYTHON'
import json, os, shutil, subprocess, sys
work, folders, command = sys.argv[1], sys.argv[2:4], sys.argv[4:]

def build(data):
    cache = os.path.join(work, "cache")
    # A process between, whose children are this build alone.
    measured = "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:]); " \
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); sys.exit(code)"
    run = subprocess.run([sys.executable, "-c", measured, *command, "--data", data, "--cache", cache], capture_output=True, text=True)
    if run.returncode: sys.exit("cache build of %s: %s" % (data, run.stderr))
    shutil.rmtree(cache)
    document = json.loads(run.stdout)
    return document["written"], document["seconds"], int(run.stderr.split()[-1]) / 1024

print("| recordings | clips written | build, s | peak resident size, MiB |\n| --- | --- | --- | --- |", flush=True)
rows = []
for data in folders:
    rows.append(build(data))
    print("| %s | %d | %.2f | %.1f |" % (os.path.basename(data), *rows[-1]), flush=True)
print("| ratio | %.2f | %.2f | %.3f |" % tuple(b / a for a, b in zip(*rows)))
PYTHON
