"""From values handed in to pictures: SVG at the server, figures for plotly.js; no database, no request."""
