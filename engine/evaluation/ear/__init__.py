"""Every way of judging vectors of music side by side: probes, retrieval, the same music, listeners, robustness."""
