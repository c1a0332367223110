"""What a notebook gets: the functions that the commands call, and results as tables and figures."""

from maturity.notebook.figures import figure
from maturity.notebook.saying import advise, assess, compare
from maturity.notebook.tables import frame, records
from maturity.readers.questionnaire import load_questionnaire
from maturity.readers.round import load_round

__all__ = ["advise", "assess", "compare", "figure", "frame", "load_questionnaire", "load_round", "records"]
