"""A Plotly figure as small JSON, with the settings that every chart is shown with."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import plotly.graph_objects as go

# plotly.js 4 shows a button that uploads charts to a server of its makers unless it is told not to.
CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "showSendToCloud": False,
    "showEditInChartStudio": False,
    "plotlyServerURL": "",
    "responsive": True,
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d", "toImage", "sendDataToCloud"],
    "doubleClick": "reset",
    "scrollZoom": False,
    "showTips": False,
}


def compact(figure: go.Figure) -> str:
    """{"data", "layout", "config"}."""
    drawn = figure.to_plotly_json()
    drawn["layout"].pop("template", None)  # 7 kB of defaults that we set ourselves
    document = {"data": drawn["data"], "layout": drawn["layout"], "config": CONFIG}
    return json.dumps(
        document, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=np.ndarray.tolist
    )
