"""What a program for Azure must register."""
