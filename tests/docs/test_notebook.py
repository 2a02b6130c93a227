"""The tutorial notebook runs from its first to its last cell."""

from pathlib import Path

NOTEBOOK = Path(__file__).parents[2] / "docs" / "tutorials" / "first_steps.ipynb"


def test_the_notebook_runs(tmp_path):
    import nbclient
    import nbformat

    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    ).execute()
    outputs = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    assert all(output.output_type != "error" for cell in outputs for output in cell)
    assert (tmp_path / "results" / "first_steps" / "history.csv").is_file()
    assert any("image/png" in output.get("data", {}) for output in outputs[-1])
