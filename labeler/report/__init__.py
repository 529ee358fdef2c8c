"""The outcome for one document, as data and in the formats it is written in."""
