"""The centre of ASN Unggul: polls every tenant, keeps the marketplace's store and proves it equal to the tenants' data."""

__version__ = "0.1.0"
