"""The marketplace as an API: what is offered to all ASN, for everybody."""
