"""Stands for ``sbatch`` and ``qsub``: runs the tasks of an array as its script asks for.

A task whose number is in LIMITED reaches its time limit as soon as it has a results folder: SLURM's
batch shell then receives USR1, as from ``--signal=B:USR1``. ``scontrol requeue`` leaves a file
beside this program, and the task starts again with its restarts counted.
"""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
JOB = "17"


def directives(script: Path, word: str) -> dict[str, str]:
    """Return the options in the head of a script, split as by a shell."""
    found = {}
    for line in script.read_text().splitlines():
        if line.startswith(f"#{word} "):
            first, *rest = shlex.split(line.removeprefix(f"#{word} "))
            name, _, value = first.partition("=")
            found[name] = value or " ".join(rest)
    return found


def note(text: str) -> None:
    with (HERE / "log").open("a") as log:
        log.write(f"{text}\n")


def task(script: Path, number: int, output: str) -> None:
    """Run a task until it ends without having been queued again."""
    limited = str(number) in os.environ.get("LIMITED", "").split(",")
    restarts = 0
    while True:
        again = HERE / f"requeued_{JOB}_{number}"
        again.unlink(missing_ok=True)
        variables = {"SLURM_ARRAY_JOB_ID": JOB, "SLURM_ARRAY_TASK_ID": str(number)}
        if restarts:
            variables["SLURM_RESTART_COUNT"] = str(restarts)
        note(f"start {number}")
        with Path(output.replace("%A", JOB).replace("%a", str(number))).open("ab") as said:
            process = subprocess.Popen(
                ["bash", str(script)], env=os.environ | variables, stdout=said, stderr=said
            )
            folder = script.parent / f"{number:03d}" / "status.json"
            while limited and not restarts and process.poll() is None:
                time.sleep(0.02)
                if folder.exists():
                    process.send_signal(signal.SIGUSR1)
                    break
            code = process.wait()
        note(f"end {number} {code}")
        if not again.exists():
            return
        restarts += 1


def sbatch(arguments: list[str]) -> None:
    """Run an array or a wrapped command to its end, and print the number of the job."""
    if "--wrap" in arguments:
        dependency = next(one for one in arguments if one.startswith("--dependency="))
        assert dependency == f"--dependency=afterany:{JOB}", dependency
        subprocess.run(["bash", "-c", arguments[arguments.index("--wrap") + 1]], check=True)
        return
    script = Path(arguments[-1])
    options = directives(script, "SBATCH")
    last, limit = re.fullmatch(r"0-(\d+)(?:%(\d+))?", options["--array"]).groups()
    output = options["--output"]
    with ThreadPoolExecutor(int(limit or 100)) as pool:
        list(pool.map(lambda number: task(script, number, output), range(int(last) + 1)))
    sys.stdout.write(f"{JOB}\n" if "--parsable" in arguments else f"Submitted batch job {JOB}\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["scontrol", "requeue", name]:
            (HERE / f"requeued_{name}").touch()
        case ["sbatch", *rest]:
            sbatch(rest)
        case unknown:
            sys.exit(f"unexpected command {unknown}")
