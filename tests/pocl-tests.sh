#!/bin/sh
# Runs the feature tests' OpenCL part on PoCL, in a root that tests/pocl-root.sh made: the kernels, at full size. The test
# program is the one that this checkout has built; the root sees it and ../shared where they are, read-only.
#
#   tests/pocl-tests.sh DIR [CONFIGURATION]     CONFIGURATION: Release (default) or Debug
#
# The last line is "PoCL: N passed, N failed, N skipped". Exit codes: 0 all passed; 1 a test failed, or none ran; 2 wrong
# use, or nothing built; 77 it cannot run here (one line says why).
set -eu

[ $# -ge 1 ] || { echo "usage: $0 DIR [CONFIGURATION]" >&2; exit 2; }
root=$(realpath "$1")
configuration=${2:-Release}
repository=$(realpath "$(dirname "$0")/..")
built=tests/Features.Gpu.Tests/bin/$configuration/net10.0/Features.Gpu.Tests.dll

[ -e "$root/.complete" ] || { echo "PoCL tests: $root is not complete: tests/pocl-root.sh $1" >&2; exit 2; }
[ -e "$repository/$built" ] || { echo "PoCL tests: $built is not built: dotnet build -c $configuration tests/Features.Gpu.Tests" >&2; exit 2; }
unshare --mount true 2>/dev/null || { echo "PoCL tests: not possible here: mounting needs root" >&2; exit 77; }

dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
mkdir -p "$root/dotnet" "$root/mnt/repository" "$root/mnt/shared"

# Every mount lives in the namespace of this one command and goes with it.
report=$root/tmp/pocl-tests.log
status=0
unshare --mount sh -eu -c '
    root=$1 dotnet=$2 repository=$3 built=$4
    mount --bind -o ro "$dotnet" "$root/dotnet"
    mount --bind -o ro "$repository" "$root/mnt/repository"
    [ ! -d "$repository/../shared" ] || mount --bind -o ro "$repository/../shared" "$root/mnt/shared"
    mount -t proc proc "$root/proc"
    mount --rbind /sys "$root/sys"
    mount --rbind /dev "$root/dev"
    exec chroot "$root" env -i PATH=/usr/bin:/bin HOME=/root DOTNET_ROOT=/dotnet DOTNET_NOLOGO=1 \
        /dotnet/dotnet exec "/mnt/repository/$built" -noLogo -noColor -class "*OpenClBackendTests"
' sh "$root" "$dotnet" "$repository" "$built" >"$report" 2>&1 || status=$?
cat "$report"

# xunit: "Total: 47, Errors: 0, Failed: 0, Skipped: 4, Not Run: 0, Time: 12.3s"
count() { sed -n "s/.*$1: \([0-9]*\).*/\1/p" "$report" | tail -n 1; }
total=$(count Total); errors=$(count Errors); failed=$(count Failed); skipped=$(count Skipped)
failed=$((${failed:-0} + ${errors:-0}))
passed=$((${total:-0} - failed - ${skipped:-0}))
echo "PoCL: $passed passed, $failed failed, ${skipped:-0} skipped"
[ "$status" -eq 0 ] && [ "$passed" -gt 0 ]
