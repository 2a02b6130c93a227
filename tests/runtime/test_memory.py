"""The memory that is left is that of the machine and of the control groups of the job."""

from pathlib import Path

import pytest

from nanoglue.runtime import memory

MIB = 1024**2


@pytest.fixture
def machine(tmp_path):
    """Writes files below the root of a machine with 8,000 MiB available."""

    def write(name: str, text: object) -> None:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{text}\n", errors="surrogateescape")

    write("proc/meminfo", f"MemTotal: 16384000 kB\nMemFree: 9 kB\nMemAvailable: {8000 * 1024} kB")
    return tmp_path, write


def test_the_file_cache_of_the_machine_is_available(machine):
    root, _ = machine
    assert memory.available(root) == 8000 * MIB


@pytest.mark.parametrize("limited", ["job", "step", "both"])
def test_the_smallest_limit_of_the_groups_of_a_job_counts(machine, limited):
    root, write = machine
    write("proc/self/cgroup", "0::/slurm/job_17/step_0")
    limits = {"job": 3000 * MIB, "step": 2000 * MIB}
    for name, group in (("job", "job_17"), ("step", "job_17/step_0")):
        place = f"sys/fs/cgroup/slurm/{group}"
        write(f"{place}/memory.max", limits[name] if limited in (name, "both") else "max")
        write(f"{place}/memory.current", 1500 * MIB)
        write(f"{place}/memory.stat", f"anon 1\ninactive_file {200 * MIB}\nfile 2")
    smallest = min(limits[name] for name in (limits if limited == "both" else [limited]))
    assert memory.available(root) == smallest - 1300 * MIB


def test_groups_of_the_first_version_count_as_well(machine):
    root, write = machine
    write("proc/self/cgroup", "4:cpu,cpuacct:/other\n3:memory:/pbs/17")
    place = "sys/fs/cgroup/memory/pbs/17"
    write(f"{place}/memory.limit_in_bytes", 1000 * MIB)
    write(f"{place}/memory.usage_in_bytes", 900 * MIB)
    write(f"{place}/memory.stat", f"inactive_file 3\ntotal_inactive_file {50 * MIB}")
    assert memory.available(root) == 150 * MIB


def test_a_group_beyond_its_limit_leaves_nothing(machine):
    root, write = machine
    write("proc/self/cgroup", "0::/")
    write("sys/fs/cgroup/memory.max", 100 * MIB)
    write("sys/fs/cgroup/memory.current", 101 * MIB)
    write("sys/fs/cgroup/memory.stat", "inactive_file 0")
    assert memory.available(root) == 0


def test_a_limit_without_statistics_counts(machine):
    root, write = machine
    write("proc/self/cgroup", "0::/user/\udce4")  # the name of a group is not always UTF-8
    place = "sys/fs/cgroup/unified/user/\udce4"
    write(f"{place}/memory.max", 500 * MIB)
    write(f"{place}/memory.current", 100 * MIB)
    assert memory.available(root) == 400 * MIB


@pytest.mark.parametrize("text", ["MemAvailable: x kB", "MemAvailable:", "MemFree: 3 kB"])
def test_what_a_machine_does_not_tell_is_its_memory(machine, text):
    root, write = machine
    write("proc/meminfo", text)
    assert memory.available(root) > 0


@pytest.mark.parametrize("groups", [None, "", "0::/of_the_host", "0::", "0:://x", "words"])
def test_groups_that_cannot_be_seen_do_not_limit(machine, groups):
    root, write = machine
    if groups is not None:
        write("proc/self/cgroup", groups)
    assert memory.available(root) == 8000 * MIB


def test_this_machine_has_memory_left():
    assert 0 < memory.available() < 2**50
    assert Path("/proc").exists() or memory.available(Path("/nowhere")) > 0
