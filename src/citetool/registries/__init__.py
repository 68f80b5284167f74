"""The registries of DOIs: ask them, keep their answers, hold entries against their records.

This package is the only one that uses the network.
"""
