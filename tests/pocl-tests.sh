#!/bin/sh
# Runs the tests' OpenCL part on PoCL, in a root that tests/pocl-root.sh made: the kernels, at full size, and a training on them. The
# test programs are those that this checkout has built; the root sees them and ../shared where they are, read-only.
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
programs='Features.Gpu.Tests Training.Tests'

[ -e "$root/.complete" ] || { echo "PoCL tests: $root is not complete: tests/pocl-root.sh $1" >&2; exit 2; }
for program in $programs; do
    [ -e "$repository/tests/$program/bin/$configuration/net10.0/$program.dll" ] ||
        { echo "PoCL tests: $program is not built: dotnet build -c $configuration tests/$program" >&2; exit 2; }
done
unshare --mount true 2>/dev/null || { echo "PoCL tests: not possible here: mounting needs root" >&2; exit 77; }

dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
mkdir -p "$root/dotnet" "$root/mnt/repository" "$root/mnt/shared"

# Every mount lives in the namespace of this one command and goes with it.
in_root() {
    unshare --mount sh -eu -c '
        root=$1 dotnet=$2 repository=$3 built=$4
        mount --bind -o ro "$dotnet" "$root/dotnet"
        mount --bind -o ro "$repository" "$root/mnt/repository"
        [ ! -d "$repository/../shared" ] || mount --bind -o ro "$repository/../shared" "$root/mnt/shared"
        mount -t proc proc "$root/proc"
        mount --rbind /sys "$root/sys"
        mount --rbind /dev "$root/dev"
        exec chroot "$root" env -i PATH=/usr/bin:/bin HOME=/root DOTNET_ROOT=/dotnet DOTNET_NOLOGO=1 \
            /dotnet/dotnet exec "/mnt/repository/$built" -noLogo -noColor -class "*OpenClBackendTests" -class "*OpenClTrainingTests"
    ' sh "$root" "$dotnet" "$repository" "tests/$1/bin/$configuration/net10.0/$1.dll"
}

# xunit: "Total: 47, Errors: 0, Failed: 0, Skipped: 4, Not Run: 0, Time: 12.3s"
count() { sed -n "s/.*$1: \([0-9]*\).*/\1/p" "$report" | tail -n 1; }

report=$root/tmp/pocl-tests.log
status=0 passed=0 failed=0 skipped=0
for program in $programs; do
    in_root "$program" >"$report" 2>&1 || status=$?
    cat "$report"
    total=$(count Total); errors=$(count Errors); bad=$(count Failed); left=$(count Skipped)
    bad=$((${bad:-0} + ${errors:-0})) left=${left:-0}
    good=$((${total:-0} - bad - left))
    [ "$good" -gt 0 ] || { echo "PoCL tests: none of $program passed" >&2; status=1; }
    passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left))
done

echo "PoCL: $passed passed, $failed failed, $skipped skipped"
[ "$status" -eq 0 ]
