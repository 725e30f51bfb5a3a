"""Trust nothing: turns a tenant's page into rows that fit the store and rejections that say why not."""
