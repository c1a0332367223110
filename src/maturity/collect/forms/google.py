"""An Apps Script that builds the questionnaire as a Google Form.

A question's title ends in its item id and its choices begin with the level, so that the exported table comes back
without a mapping.
"""

from __future__ import annotations

import json

from maturity.collect.forms.common import introduction, questions
from maturity.model import Round
from maturity.text.clean import plain

HEAD = """\
// Builds the questionnaire as a Google Form in your own account.
// 1. Open script.google.com, choose "New project", and paste this whole text over what is there.
// 2. Press "Run", and allow the script to make a form.
// 3. The log shows two addresses: one to send out, one to edit the form.
// 4. When people have answered: Responses, "Link to Sheets"; in the sheet File, Download, CSV.
// Leave the codes in [brackets] and the numbers before the answers as they are: answers are read by them.
"""
BODY = """
function build() {
  var form = FormApp.create(FORM.title);
  form.setDescription(FORM.description);
  form.setCollectEmail(false);
  FORM.questions.forEach(function (question) {
    var item = form.addMultipleChoiceItem();
    item.setTitle(question.title);
    item.setHelpText(question.help);
    item.setChoiceValues(question.choices);
    item.setRequired(question.required);
  });
  // A form that a script has made takes no answers before it is published.
  if (form.setPublished) form.setPublished(true);
  Logger.log("Send out: " + form.getPublishedUrl());
  Logger.log("Edit: " + form.getEditUrl());
}
"""


def build(round_: Round) -> bytes:
    """The script, in ASCII, so that no editor can spoil a letter."""
    questionnaire = round_.questionnaire
    form = {
        "title": f"{plain(questionnaire.title)}: {plain(round_.cluster.name)}, {plain(round_.label)}",
        "description": "\n\n".join(introduction(round_)),
        "questions": [
            {
                "title": question.titled,
                "help": question.help,
                "choices": [choice.shown for choice in question.choices],
                "required": question.is_needed,
            }
            for question in questions(round_)
        ],
    }
    return f"{HEAD}\nvar FORM = {json.dumps(form, indent=2)};\n{BODY}".encode("ascii")
