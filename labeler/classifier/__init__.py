"""Feature extraction, model file, prediction and training of the two classifiers."""
