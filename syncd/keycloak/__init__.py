"""The centre at Keycloak: the realm as text, clients, people. No other part of the program asks Keycloak's admin API."""
