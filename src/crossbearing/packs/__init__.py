"""Facts about conflicts: one folder each with `pack.yml`, `actors.yml`, `places.csv` and `outlets.yml`."""
