"""Programs as a careless colleague would break them: one table a cloud."""
