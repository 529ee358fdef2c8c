"""What is measured and how, one command each."""

import os

# As the command line does: before numpy is imported, and one core is what is measured.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
