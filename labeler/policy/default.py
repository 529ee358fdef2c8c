"""What is objected to where nothing is configured.

Only what a machine left behind and what a reader cannot see: facts in the text, whoever wrote
it. Statistics alone never object. In code, since a plain scan has no time to read YAML.
"""

from labeler.policy.schema import HiddenTextWhen, PolicyRule, When

DEFAULT = (
    PolicyRule(
        id="chatbot-residue",
        severity="warning",
        message="text that a chatbot leaves behind; check that it is not quoted",
        when=When(basis="residue"),
    ),
    PolicyRule(
        id="hidden-payload",
        severity="error",
        message="hidden characters that carry data",
        when=When(hidden_text=HiddenTextWhen(severity=("error",))),
    ),
    PolicyRule(
        id="hidden-characters",
        severity="warning",
        message="hidden characters without an everyday reason",
        when=When(hidden_text=HiddenTextWhen(severity=("warning",))),
    ),
)
