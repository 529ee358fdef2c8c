"""The local page on which people review reports, and the same in a terminal."""
