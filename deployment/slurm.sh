#!/bin/bash
# One run on some ranks of one node. Submit it again as it is to go on where it stopped.
#SBATCH --job-name=nanoglue
#SBATCH --nodes=1
#SBATCH --ntasks=4
#SBATCH --cpus-per-task=1
#SBATCH --mem-per-cpu=2G
#SBATCH --time=04:00:00
#SBATCH --signal=B:TERM@120
#SBATCH --output=%x_%j.out

CASE=${CASE:-nanoglue/bare}
OUT=${OUT:-results/$(basename "$CASE" .yaml)}

export OMP_NUM_THREADS=1
# Meshes and compiled forms, on a disk that all nodes see; jobs may share it and start together.
export NANOGLUE_CACHE=${NANOGLUE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nanoglue}

# exec: two minutes before the time is up the signal reaches the run, which then writes a
# checkpoint and ends with code 4. -n starts the mpiexec that belongs to nanoglue's Python;
# srun would start an MPI that it was not built for.
exec nanoglue run "$CASE" -o "$OUT" --resume -n "$SLURM_NTASKS"
