#!/bin/bash
# Weak scaling in three dimensions under SLURM, from the top of a checkout, 64 to 1,024 ranks:
#   for ranks in 64 128 256 512 1024; do sbatch --ntasks=$ranks deployment/weak_scaling.sh; done
#   python -m benchmarks.space.weak --table results/weak_scaling.json
#SBATCH --job-name=nanoglue-weak
#SBATCH --cpus-per-task=1
#SBATCH --mem-per-cpu=4G
#SBATCH --time=02:00:00
#SBATCH --output=%x_%j.out

export OMP_NUM_THREADS=1
export NANOGLUE_CACHE=${NANOGLUE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nanoglue}
# The mesh is generated on rank 0: its node needs about 2 GB for each million unknowns.
exec ${LAUNCHER:-mpiexec -n "$SLURM_NTASKS"} python -m benchmarks.space.weak --per-rank "${PER_RANK:-20000}"
