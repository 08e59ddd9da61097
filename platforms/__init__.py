"""Stage 1, export to landed rows: how each platform's files look (a TOML table each), one reader for all, and the landing."""
