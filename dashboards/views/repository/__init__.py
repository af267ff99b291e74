"""One repository: verdict, evidence, life, every metric, sources and gaps."""
