"""The tests of ASN Unggul and what they start: private servers, simulated tenants, real Moodle sites."""
