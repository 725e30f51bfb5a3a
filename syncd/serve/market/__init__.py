"""The marketplace as an API: what is offered to all ASN, for everybody, and to one agency, for its tenants."""
