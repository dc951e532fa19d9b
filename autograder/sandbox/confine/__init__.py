"""Layers that confine a process on Linux. Each module is one layer; `apply` puts them on in their order."""
