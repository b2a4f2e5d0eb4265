#!/usr/bin/env bash
# A real Slurm on this machine alone, for tests: munged, slurmctld and slurmd of Debian's slurm-wlm and munge, everything of them
# in one folder. Needs root. Exits with 77 where the machine cannot have it, and says why.
#   tests/slurm-cluster.sh start DIR    prints the line `export SLURM_CONF=…` that srun, sbatch and the others want
#   tests/slurm-cluster.sh node DIR     starts the node's daemon again
#   tests/slurm-cluster.sh stop DIR
set -euo pipefail

action=${1:?start, node or stop} dir=$(realpath -m "${2:?a folder}")
export SLURM_CONF=$dir/slurm.conf

no() { echo "no Slurm here: $1" >&2; exit 77; }
pid() { cat "$dir/$1.pid" 2>/dev/null || true; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("", 0)); print(s.getsockname()[1])' 2>/dev/null || echo $((20000 + RANDOM % 20000)); }
await() { for _ in $(seq 200); do "$@" >/dev/null 2>&1 && return; sleep 0.1; done; echo "waited in vain for: $*" >&2; tail -n 5 "$dir"/*.log >&2; exit 1; }
node_is_idle() { sinfo -h -o %T | grep -Eq 'idle|mixed|allocated'; }

start_node() {
  slurmd -f "$SLURM_CONF"
  await node_is_idle
}

case $action in
  start)
    [ "$(id -u)" = 0 ] || no 'it takes root'
    for program in munged slurmctld slurmd sbatch; do command -v "$program" >/dev/null || no "$program is missing (Debian: apt-get install slurm-wlm munge)"; done
    mkdir -p "$dir/state" "$dir/spool"
    chmod 755 "$dir"
    head -c 128 /dev/urandom >"$dir/munge.key"
    chmod 600 "$dir/munge.key"
    munged --force --key-file="$dir/munge.key" --socket="$dir/munge.socket" --pid-file="$dir/munged.pid" --log-file="$dir/munged.log" --seed-file="$dir/munge.seed"
    host=$(hostname -s) cpus=$(nproc) memory=$(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
    # Requeued jobs wait for cred_expire seconds; a node that does not answer for SlurmdTimeout is down, and its jobs are requeued.
    cat >"$SLURM_CONF" <<CONF
ClusterName=emotion
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$dir/munge.socket,cred_expire=5
CredType=cred/munge
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.pid
SlurmctldLogFile=$dir/slurmctld.log
SlurmdLogFile=$dir/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=batch_sched_delay=0,sched_interval=1
ReturnToService=2
SlurmdTimeout=10
KillWait=5
MinJobAge=3600
JobRequeue=1
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
GresTypes=gpu
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cpus RealMemory=$((memory / 2)) Gres=gpu:2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP PriorityTier=1
PartitionName=urgent Nodes=ALL MaxTime=INFINITE State=UP PriorityTier=2
CONF
    # Two of them, in name alone: there is nothing behind these files.
    touch "$dir/gpu0" "$dir/gpu1"
    echo "Name=gpu File=$dir/gpu[0-1]" >"$dir/gres.conf"
    slurmctld -f "$SLURM_CONF"
    await scontrol ping
    start_node
    echo "export SLURM_CONF=$SLURM_CONF"
    ;;
  node)
    start_node
    ;;
  stop)
    scancel --full --user=root >/dev/null 2>&1 || true
    # Each writes what it knows before it ends: only then may its files be deleted.
    for daemon in slurmd slurmctld munged; do
      process=$(pid $daemon)
      [ -n "$process" ] && kill "$process" 2>/dev/null || continue
      for _ in $(seq 100); do kill -0 "$process" 2>/dev/null || continue 2; sleep 0.1; done
      kill -9 "$process" 2>/dev/null || true
    done
    ;;
  *)
    echo "'$action': start, node or stop was wanted" >&2
    exit 2
    ;;
esac
