"""Simulated tenants that speak docs/contract.md: for the demo, the tests and the load benchmark; nothing of the centre depends on them."""
