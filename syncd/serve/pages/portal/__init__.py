"""The portal: the marketplace's own pages, for everybody."""
