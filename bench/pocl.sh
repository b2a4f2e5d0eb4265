#!/usr/bin/env bash
# bench/gpu.sh with BACKEND=opencl in the root that tests/pocl-root.sh made: the real kernels on an OpenCL driver for the processor. What it
# says of speed holds for this driver alone.
#
#   bench/pocl.sh ROOT PUBLISHED OUT     PUBLISHED: the unpacked archive of bench/publish.sh
set -euo pipefail
[ $# -eq 3 ] || { echo "usage: $0 ROOT PUBLISHED OUT" >&2; exit 2; }
root=$(realpath -e "$1") || exit 2
published=$(realpath -e "$2") || exit 2
out=$(realpath -m "$3")
gpu=$(realpath "$(dirname "$0")/gpu.sh")
[ -e "$root/.complete" ] || { echo "$root is not complete: tests/pocl-root.sh $1" >&2; exit 2; }
unshare --mount true 2>/dev/null || { echo "not possible here: mounting needs root" >&2; exit 77; }
mkdir -p "$out" "$root/mnt/published" "$root/mnt/out"
cp "$gpu" "$root/tmp/gpu.sh"
status=0
# Every mount lives in the namespace of this one command and goes with it.
unshare --mount bash -euc '
  root=$1 published=$2 out=$3
  mount --bind -o ro "$published" "$root/mnt/published"
  mount --bind "$out" "$root/mnt/out"
  mount -t proc proc "$root/proc"
  mount --rbind /sys "$root/sys"
  mount --rbind /dev "$root/dev"
  exec chroot "$root" env -i PATH=/usr/bin:/bin HOME=/root BACKEND=opencl CLIPS="$4" PARITY_LIMIT=900 DEADLINE=1800 /bin/bash /tmp/gpu.sh /mnt/published /mnt/out
' bash "$root" "$published" "$out" "${CLIPS:-64}" || status=$?
"$gpu" --table "$out"
exit "$status"
