"""Reports written for the demo; no real outlet published them."""
