"""The gate: what of a project's dependencies nobody maintains, by the same rules as everything else."""
