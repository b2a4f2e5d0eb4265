#!/usr/bin/env bash
# Writes one table of this machine: bench/results/DEVICE/NAME.md with the date, the device, the versions and the command line.
#
#   bench/record.sh NAME COMMAND…     COMMAND: of the program, `bench features --backend cpu` say
#
# DEVICE=NAME names the folder; without it the processor and its cores do.
set -euo pipefail
[ $# -ge 2 ] || { echo "usage: $0 NAME COMMAND…" >&2; exit 2; }
name=$1
shift
arguments=() shown=() flag=
for argument in "$@"; do
  # Paths (they have a slash, or follow a flag that takes one) stay right after the change of folder, and tables do not say where somebody's
  # files lie.
  case "$flag $argument" in
    *" --"*=*) echo "$argument: write the flag and its value as two arguments" >&2; exit 2 ;;
    "--data "* | "--cache "* | "--scratch "* | "--peer "* | "--out "* | *" "*/*) argument=$(realpath -sm "$argument") ;;
  esac
  arguments+=("$argument")
  shown+=("${argument##*/}")
  flag=$argument
done
cd "$(dirname "$0")/.."
model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
device=${DEVICE:-$(echo "$model $(nproc) cores" | tr '[:upper:]' '[:lower:]' | tr -cs 'a-z0-9\n' '-')}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet build -c Release src/Cli >"$work/build.log" || { tail "$work/build.log"; exit 1; }
program=src/Cli/bin/Release/net10.0/emotion.dll
dotnet "$program" "${arguments[@]}" >"$work/table.txt"
mkdir -p "bench/results/$device"
{
  echo "# ${shown[*]:0:2}"
  echo
  echo "    emotion ${shown[*]}"
  echo
  echo "$(date -u +%F), $model, $(nproc) cores, $(. /etc/os-release; echo "$PRETTY_NAME"), .NET $(dotnet --list-runtimes | sed -n 's/^Microsoft.NETCore.App \([^ ]*\).*/\1/p' | sort -V | tail -n 1)," \
    "emotion $(dotnet "$program" --version), commit $(git rev-parse --short HEAD)$(git diff --quiet HEAD -- src || echo ' with changes')"
  echo
  echo '```'
  sed "/^[a-z].*: [0-9]* of [0-9]*, .* left$/d" "$work/table.txt"
  echo '```'
} | tee "bench/results/$device/$name.md"
