#!/bin/bash
# One run on some ranks of one node. At the time limit it stops with a checkpoint, is requeued and
# resumes. Submit it again as it is to resume a run that was cancelled.
#SBATCH --job-name=nanoglue
#SBATCH --nodes=1
#SBATCH --ntasks=4
#SBATCH --cpus-per-task=1
#SBATCH --mem-per-cpu=2G
#SBATCH --time=04:00:00
#SBATCH --signal=B:USR1@300
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=%x_%j.out

CASE=${CASE:-nanoglue/bare}
OUT=${OUT:-results/$(basename "$CASE" .yaml)}

export OMP_NUM_THREADS=1
# Meshes and compiled forms, in a folder that all nodes can write to.
export NANOGLUE_CACHE=${NANOGLUE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nanoglue}

# USR1 announces the time limit: stop with a checkpoint and requeue. TERM, as from scancel: stop.
# -n starts the mpiexec that belongs to nanoglue's Python; the MPI of srun may be another one.
run= requeue=no signalled=no
trap 'signalled=yes requeue=yes; kill -TERM "$run" 2>/dev/null' USR1
trap 'signalled=yes requeue=no; kill -TERM "$run" 2>/dev/null' TERM INT
nanoglue run "$CASE" -o "$OUT" --resume -n "$SLURM_NTASKS" &
run=$!
if [ "$signalled" = yes ]; then kill -TERM "$run" 2>/dev/null; fi # it came before run was set
wait "$run"; code=$?
while [ "$signalled" = yes ]; do signalled=no; wait "$run"; code=$?; done

if [ "$code" -eq 4 ] && [ "$requeue" = yes ]; then
  if [ "${SLURM_RESTART_COUNT:-0}" -lt "${NANOGLUE_RESTARTS:-20}" ]; then
    scontrol requeue "$SLURM_JOB_ID"
  else
    echo "not requeued: restarted $SLURM_RESTART_COUNT times; see NANOGLUE_RESTARTS" >&2
  fi
fi
exit "$code"
