#!/bin/sh
# Makes a Debian 13 root with PoCL 6 in DIR: an OpenCL driver for the processor, on which the kernels run for real on a
# machine without a GPU. Debian 12's PoCL 3 lacks the generic address space that ILGPU asks for, hence a root of its own.
# Nothing stays mounted and nothing outside DIR changes but its log, DIR.log. A DIR that is already made is left as it is.
#
#   tests/pocl-root.sh DIR
#
# Exit codes: 0 the root is there; 1 making it failed; 2 wrong use; 77 it cannot be made here (one line says why).
set -eu

suite=trixie
# flac: one of the golden recordings is packed with it.
packages=pocl-opencl-icd,ocl-icd-libopencl1,libicu76,ca-certificates,flac

cannot() { echo "PoCL root: not possible here: $1" >&2; exit 77; }

# The mirror of this system's own Debian suite: apt knows it, so no host is named here.
mirror() {
    apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Label: Debian' 2>/dev/null | head -n 1
}

[ $# -eq 1 ] || { echo "usage: $0 DIR" >&2; exit 2; }
root=$1
if [ "$(cat "$root/.complete" 2>/dev/null)" = "$suite $packages" ]; then exit 0; fi

[ "$(id -u)" -eq 0 ] || cannot "debootstrap and chroot need root"
command -v debootstrap >/dev/null || cannot "debootstrap is not installed (apt-get install debootstrap)"
command -v unshare >/dev/null || cannot "unshare is not installed (apt-get install util-linux)"
unshare --mount true 2>/dev/null || cannot "this container may not mount"
mirror=$(mirror)
if [ -z "$mirror" ]; then
    apt-get update -qq 2>/dev/null || true
    mirror=$(mirror)
fi
[ -n "$mirror" ] || cannot "apt knows no Debian mirror"
wget -q --spider "$mirror/dists/$suite/InRelease" || cannot "apt's mirror has no $suite, or there is no network"

if [ -n "$(ls -A "$root" 2>/dev/null)" ] && [ ! -e "$root/.pocl-root" ]; then
    echo "PoCL root: $root is a folder of something else" >&2
    exit 2
fi
rm -rf --one-file-system "$root"
mkdir -p "$root"
touch "$root/.pocl-root"
echo "PoCL root: making $root" >&2
# What debootstrap mounts in its second stage goes with the mount namespace, also when it is killed.
if ! unshare --mount debootstrap --variant=minbase --include="$packages" "$suite" "$root" "$mirror" >"$root.log" 2>&1; then
    tail -n 5 "$root.log" >&2
    echo "PoCL root: debootstrap failed, its log is $root.log" >&2
    exit 1
fi
echo "$suite $packages" >"$root/.complete"
