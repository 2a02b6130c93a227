#!/bin/bash
# One run on some ranks of one node. Submit it again as it is to go on where it stopped.
#PBS -N nanoglue
#PBS -l select=1:ncpus=4:mpiprocs=4:mem=8gb
#PBS -l walltime=04:00:00
#PBS -j oe

CASE=${CASE:-nanoglue/bare}
OUT=${OUT:-results/$(basename "$CASE" .yaml)}

cd "$PBS_O_WORKDIR" || exit 1
export OMP_NUM_THREADS=1
# Meshes and compiled forms, on a disk that all nodes see; jobs may share it and start together.
export NANOGLUE_CACHE=${NANOGLUE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nanoglue}

# The run ends itself with a checkpoint (code 4) before PBS would kill it.
exec nanoglue run "$CASE" -o "$OUT" --resume -n "$(wc -l < "$PBS_NODEFILE")" \
  --set "time.wall=3.9 hour"
