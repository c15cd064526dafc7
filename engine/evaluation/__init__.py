"""How good the ear is: metrics, folds by artist, baselines, and the tables of ``python -m engine.evaluation``."""
