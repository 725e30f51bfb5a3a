"""Ask a tenant what changed: the only folder that opens a connection to a tenant."""
