#!/usr/bin/env bash
# Packs what bench/gpu.sh needs on a machine with nothing but a driver: the program and the feature tests (for parity), self-contained, without
# native torch. The archive unpacks into one folder, emotion-bench, with gpu.sh in it.
#
#   bench/publish.sh ARCHIVE.tar.gz [PEER.py …]     PEER.py: scripts to compare with, packed along
set -euo pipefail
[ $# -ge 1 ] || { echo "usage: $0 ARCHIVE.tar.gz [PEER.py …]" >&2; exit 2; }
archive=$(realpath -m "$1") peers=()
for peer in "${@:2}"; do peers+=("$(realpath -e "$peer")"); done
cd "$(dirname "$0")/.."
most=60000000
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Outputs of its own: a build without torch must not stand where the default one is looked for.
publish() {
  dotnet publish "$1" -c Release -r linux-x64 --self-contained -p:TorchBackend=none -p:DebugType=none \
    -p:GenerateDocumentationFile=false --artifacts-path "$work/artifacts" -o "$2" >"$work/log" 2>&1 || { tail "$work/log"; exit 1; }
}
publish src/Cli "$work/emotion-bench"
publish tests/Features.Gpu.Tests "$work/tests"
# One folder for both, so that the runtime travels once.
cp -R --update=none "$work/tests/." "$work/emotion-bench/" 2>/dev/null || cp -Rn "$work/tests/." "$work/emotion-bench/"
# What no benchmark of features loads: prediction's, the report's and torch's native libraries, debuggers' files, the runtime's other collectors.
rm -f "$work"/emotion-bench/{onnxruntime.*,libonnxruntime.so,libSkiaSharp.so,libHarfBuzzSharp.so,libLibTorchSharp.so,libLdaNative.so*} \
  "$work"/emotion-bench/{*.pdb,*.xml,createdump,libmscordaccore.so,libmscordbi.so,libclrgc.so,libclrgcexp.so}
cp bench/gpu.sh "${peers[@]}" "$work/emotion-bench/"

tar -C "$work" -czf "$archive" emotion-bench
size=$(stat -c %s "$archive")
echo "$archive: $((size / 1000000)) MB"
[ "$size" -le "$most" ] || { echo "more than $((most / 1000000)) MB" >&2; exit 1; }
