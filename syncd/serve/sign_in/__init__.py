"""Sign-in to the centre's own pages: the way to the realm and back, and the ends of sessions."""
