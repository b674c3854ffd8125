"""Programs for Google Cloud: what each node and flow must have become."""
