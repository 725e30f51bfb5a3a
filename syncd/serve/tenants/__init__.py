"""What tenants call: join, leave, tenant status. Reads and writes the store."""
