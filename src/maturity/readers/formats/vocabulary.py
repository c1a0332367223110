"""Column names that form systems write, in small letters, in the languages they were seen in."""

from __future__ import annotations

TIMESTAMPS = {
    "timestamp",
    "horodateur",
    "marca temporal",
    "zeitstempel",
    "carimbo de data/hora",
    "informazioni cronologiche",
    "tijdstempel",
    "sygnatura czasowa",
    "tidsstämpel",
    "tidsstempel",
    "aikaleima",
    "タイムスタンプ",
    "时间戳记",
    "отметка времени",
}
"""Google: the first header."""

EMAILS = {
    "email",
    "e-mail",
    "email address",
    "username",
    "e-mail-adresse",
    "e-mail-adres",
    "e-mailadres",
    "adresse e-mail",
    "nom d'utilisateur",
    "dirección de correo electrónico",
    "correo electrónico",
    "endereço de e-mail",
    "indirizzo email",
    "posta elettronica",
    "メール",
    "メールアドレス",
}
"""Google and Microsoft: the address of whoever is signed in."""

LIMESURVEY_CODES = {
    "id",
    "submitdate",
    "lastpage",
    "startlanguage",
    "seed",
    "token",
    "startdate",
    "datestamp",
    "ipaddr",
    "refurl",
    "firstname",
    "lastname",
    "email",
}
"""Columns that are no questions, in exports with codes."""

LIMESURVEY_IDS = {"response id", "antwort id", "antwort-id", "id risposta"}
"""The first header in exports with texts only."""

LIMESURVEY_TIMES = ("date submitted", "datum abgeschickt", "data invio")
"""When answers were handed in."""

LIMESURVEY_TEXTS = {
    *LIMESURVEY_IDS,
    *LIMESURVEY_TIMES,
    "last page",
    "start language",
    "seed",
    "access code",
    "date started",
    "date last action",
    "ip address",
    "referrer url",
    "letzte seite",
    "start-sprache",
    "zufallsstartwert",
    "datum gestartet",
    "datum letzte aktivität",
}
"""Columns that are no questions, in exports with texts only."""

ODK = {
    "submissiondate",
    "key",
    "submitterid",
    "submittername",
    "attachmentspresent",
    "attachmentsexpected",
    "status",
    "reviewstate",
    "deviceid",
    "edits",
    "formversion",
}
"""Columns that ODK Central adds; Kobo marks its own with an underscore."""

QUALTRICS = {
    "startdate",
    "enddate",
    "status",
    "ipaddress",
    "progress",
    "duration (in seconds)",
    "finished",
    "recordeddate",
    "responseid",
    "recipientlastname",
    "recipientfirstname",
    "recipientemail",
    "externalreference",
    "externaldatareference",
    "locationlatitude",
    "locationlongitude",
    "locationaccuracy",
    "distributionchannel",
    "userlanguage",
}
"""Columns that are no questions."""

QUALTRICS_OLD = QUALTRICS | {"responseset", "name", "emailaddress"}
"""The same in exports with two header rows."""

QUALTRICS_TIMING = ("_First Click", "_Last Click", "_Page Submit", "_Click Count")
"""Ends of the names of columns that time a page."""

SURVEYMONKEY = {
    "respondentid",
    "collectorid",
    "startdate",
    "enddate",
    "datecreated",
    "datemodified",
    "ipaddress",
    "emailaddress",
    "firstname",
    "lastname",
    "customdata",
    "customdata1",
}
"""Columns that are no questions, without their blanks."""
