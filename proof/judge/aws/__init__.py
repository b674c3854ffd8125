"""Programs for AWS: what each node and flow must have become."""
