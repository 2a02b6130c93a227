"""No run and no report writes through a link in a results folder."""

import os

import pytest
from typer.testing import CliRunner

from nanoglue.cli.app import app
from nanoglue.output.results_folder import UnsafeFolder, refuse_links
from nanoglue.output.run_lock import NAME


@pytest.mark.parametrize("name", ["history.csv", "log.txt", "case.yaml.tmp", "fields", NAME])
@pytest.mark.parametrize("mode", ["--resume", "--force"])
def test_a_link_in_a_results_folder_is_refused(run, folder, tmp_path, name, mode):
    victim = tmp_path / "victim"
    victim.mkdir() if name == "fields" else victim.write_text("precious")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(victim)
    done = run(folder, mode)
    assert done.exit_code == 2
    assert "is a symbolic link: a run would write through it" in done.output
    assert victim.is_dir() or victim.read_text() == "precious"


def test_links_inside_and_pipes_are_refused_and_a_linked_folder_accepted(tmp_path):
    (tmp_path / "out" / "checkpoint").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "out")
    refuse_links(tmp_path / "link")
    (tmp_path / "out" / "checkpoint" / ".ckpt_000001.npz").symlink_to(tmp_path / "victim")
    with pytest.raises(UnsafeFolder, match="symbolic link"):
        refuse_links(tmp_path / "link")
    (tmp_path / "out" / "checkpoint" / ".ckpt_000001.npz").unlink()
    os.mkfifo(tmp_path / "out" / "history.csv")
    with pytest.raises(UnsafeFolder, match="no regular file"):
        refuse_links(tmp_path / "out")


def test_report_does_not_write_through_links(folder, tmp_path):
    (tmp_path / "victim").write_text("precious")
    (folder / "report.html.tmp").symlink_to(tmp_path / "victim")
    done = CliRunner().invoke(app, ["report", str(folder)])
    assert done.exit_code == 2
    assert (tmp_path / "victim").read_text() == "precious"
