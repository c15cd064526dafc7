"""One loop for both networks: data, augmentation, checkpoints, curves."""
