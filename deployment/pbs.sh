#!/bin/bash
# One run on some ranks of one node. Five minutes before the time limit it stops with a checkpoint
# and is submitted again. Submit it as it is to resume a run that was deleted:
#   qsub -v CASE=my.yaml,SCRIPT=$PWD/deployment/pbs.sh deployment/pbs.sh
#PBS -N nanoglue
#PBS -l select=1:ncpus=4:mpiprocs=4:mem=8gb
#PBS -l walltime=04:00:00
#PBS -j oe

export CASE=${CASE:-nanoglue/bare}
export OUT=${OUT:-results/$(basename "$CASE" .yaml)}

cd "$PBS_O_WORKDIR" || exit 1
export OMP_NUM_THREADS=1
# Meshes and compiled forms, in a folder that all nodes can write to.
export NANOGLUE_CACHE=${NANOGLUE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nanoglue}
# PBS runs a copy of the script; this is the file that is submitted again.
export SCRIPT=${SCRIPT:-$PBS_O_WORKDIR/deployment/pbs.sh}
export NANOGLUE_SECONDS=${NANOGLUE_SECONDS:-14100} NANOGLUE_RESTARTS=${NANOGLUE_RESTARTS:-20}

run= deleted=no signalled=no
trap 'signalled=yes deleted=yes; kill -TERM "$run" 2>/dev/null' TERM INT
# 4 hours less five minutes; --foreground, since mpiexec passes the signal to its ranks itself
timeout --preserve-status --foreground --signal=TERM "$NANOGLUE_SECONDS" \
  nanoglue run "$CASE" -o "$OUT" --resume -n "$(wc -l < "$PBS_NODEFILE")" &
run=$!
if [ "$signalled" = yes ]; then kill -TERM "$run" 2>/dev/null; fi # it came before run was set
wait "$run"; code=$?
while [ "$signalled" = yes ]; do signalled=no; wait "$run"; code=$?; done

if [ "$code" -eq 4 ] && [ "$deleted" = no ]; then
  export NANOGLUE_RESTART=$((${NANOGLUE_RESTART:-0} + 1))
  if [ "$NANOGLUE_RESTART" -le "$NANOGLUE_RESTARTS" ]; then
    qsub -v CASE,OUT,SCRIPT,NANOGLUE_CACHE,NANOGLUE_RESTART,NANOGLUE_RESTARTS,NANOGLUE_SECONDS "$SCRIPT"
  else
    echo "not submitted again after $((NANOGLUE_RESTART - 1)) restarts; see NANOGLUE_RESTARTS" >&2
  fi
fi
exit "$code"
