"""Judges that others have written, over what the programs register."""
