"""What a notebook gets: the functions that the commands call."""

from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.journeys.comparing import compare
from maturity.readers.questionnaire import load_questionnaire
from maturity.readers.round import load_round

__all__ = ["advise", "assess", "compare", "load_questionnaire", "load_round"]
