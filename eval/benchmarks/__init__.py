"""Measurements that back a design choice; each runs as `python -m eval.benchmarks.NAME`."""
