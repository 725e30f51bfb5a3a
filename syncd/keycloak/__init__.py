"""The centre at Keycloak: the realm as text, tenants' clients, people. Asks Keycloak's admin API; no other part of the program does."""
