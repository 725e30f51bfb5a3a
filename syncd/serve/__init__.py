"""Answer over HTTP from the store, never from a tenant."""
