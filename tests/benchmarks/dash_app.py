"""The same chart and table in a plain Dash app, in an environment of its own that uv makes for it."""

from __future__ import annotations

import csv
import io
import json
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.benchmarks.crowd import first_answer

VERSION = "4.4.1"
REQUIREMENTS = (f"dash=={VERSION}", "flask-compress==1.24")
APP = """
import json, sys
from dash import Dash, dcc, html

chart, rows, port = json.load(open(sys.argv[1])), json.load(open(sys.argv[2])), int(sys.argv[3])
app = Dash(__name__, compress=True)
app.layout = html.Div([
    html.H1("Compare"),
    dcc.Graph(figure={"data": chart["data"], "layout": chart["layout"]}, config=chart["config"]),
    html.Table([html.Tr([html.Td(cell) for cell in row]) for row in rows]),
])
app.run(port=port, debug=False)
"""
ROWS = 60  # about as many cells as our page shows


@contextmanager
def serving(ours: str) -> Iterator[str]:
    """Its address, once it answers; what it shows is fetched from our own server."""
    with tempfile.TemporaryDirectory() as folder:
        chart, rows = Path(folder) / "chart.json", Path(folder) / "rows.json"
        chart.write_text(httpx.get(f"{ours}/figures/compare.json", timeout=60).raise_for_status().text)
        table = csv.reader(io.StringIO(httpx.get(f"{ours}/download/overview.csv", timeout=60).text))
        rows.write_text(json.dumps(list(table)[:ROWS]), encoding="utf-8")
        port = _free()
        process = subprocess.Popen([*_alone(), "-c", APP, str(chart), str(rows), str(port)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}"
            first_answer(address)
            yield f"{address}/"
        finally:
            process.terminate()
            process.wait(20)


def _alone() -> list[str]:
    uv = Path(sys.executable).with_name("uv")
    environment = [str(uv), "run", "--isolated", "--no-project", "--quiet", "--python", sys.executable]
    return [*environment, *(word for name in REQUIREMENTS for word in ("--with", name)), "--", "python"]


def _free() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])
