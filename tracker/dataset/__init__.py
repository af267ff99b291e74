"""The data set people cite: one folder a release, each file described for every index that lists data."""
