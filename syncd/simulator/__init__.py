"""Simulated tenants that speak docs/contract.md, for the demo, the tests and the benchmarks; nothing of the centre needs them."""
