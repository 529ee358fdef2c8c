"""What holds for any document, looked for with documents drawn at random."""
