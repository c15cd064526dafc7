"""Commands that print how fast Segue is, each number beside its target. ``python -m benchmarks`` runs them all."""
