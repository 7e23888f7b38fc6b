"""The static report: one HTML file, no server."""
