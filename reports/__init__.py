"""Stage 4, marts to edition: the view-model, its words and numbers, the pages, and the immutable editions."""
