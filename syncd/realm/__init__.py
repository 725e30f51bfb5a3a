"""The centre's work at Keycloak: tenants' clients, people, sessions. Asks Keycloak, writes the store."""
