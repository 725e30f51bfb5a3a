"""One tenant's turn, from claim to proof. Reads the tenant, writes the store."""
