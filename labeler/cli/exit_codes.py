"""What the command line ends with. docs/exit-codes.md is made from this."""

FINE = 0
FAILED = 1
WRONG_USAGE = 2
UNREADABLE_INPUT = 3
INTERNAL_ERROR = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED = 130
READER_GONE = 141  # as shells report SIGPIPE

MEANINGS = {
    FINE: "all is well",
    FAILED: "findings or changes as `--fail-on` names them; rules that fail their examples or have "
    "errors",
    WRONG_USAGE: "wrong usage, configuration, policy, baseline, rule file, model or gold data",
    UNREADABLE_INPUT: "an input could not be read; the others are reported all the same. It goes "
    "before 1",
    INTERNAL_ERROR: "an error inside labeler; `LABELER_TRACEBACK=1` shows where",
    INTERRUPTED: "interrupted (Ctrl-C)",
    READER_GONE: "the reader of the output went away, as in `labeler ... | head`",
}
