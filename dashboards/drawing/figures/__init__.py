"""FIGURES: a Chart in, a Plotly figure out; pure. The same Chart is drawn as SVG where scripts are off."""
