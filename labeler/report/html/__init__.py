"""`--format html`: all reports in one page that needs no network, no server and no script."""

from labeler.report.html.writer import HtmlWriter

__all__ = ["HtmlWriter"]
