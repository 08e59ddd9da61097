"""What each command does, as plain functions that take everything they need and say things through `say`."""
