"""Column names that form systems write, in small letters, in the languages they were seen in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from maturity.model.export import System

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

NAMES = {
    *("name", "nom", "nombre", "nome", "naam", "navn", "namn", "nimi", "imię", "nazwa", "név", "jméno", "ad", "isim"),
    *("名前", "姓名", "이름", "الاسم", "имя"),
}
"""Microsoft: the name of whoever is signed in."""

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

KOBO = {"_id", "_uuid", "_submission_time", "_validation_status", "_index", "_submitted_by"}
"""KoboToolbox: two of these columns, and no other system wrote the table."""

ODK_OWN = {"key", "meta-instanceid", "attachmentspresent", "attachmentsexpected", "reviewstate", "formversion"}
"""ODK Central: the same of three."""

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


@dataclass(frozen=True, slots=True)
class Habit:
    """How a system with one header row and one question a column writes its table; all names in small letters.

    Args:
        needs: headers that together no other system writes.
        ids, times, starts, finished: headers of these columns, the first that is there counts.
        done: what the finished column says of answers that were handed in; empty where every row was.
        aside: what it says of rows that are no respondents, and why not.
        other: more columns that are no questions.
        unasked: what stands for no answer.
    """

    system: System
    needs: frozenset[str]
    ids: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()
    done: frozenset[str] = frozenset()
    aside: Mapping[str, str] = field(default_factory=dict)
    other: frozenset[str] = frozenset()
    unasked: frozenset[str] = frozenset()


_PLACES = frozenset(
    ("ip address", "ip", "longitude", "latitude", "country", "city", "state/region", "postal", "user agent", "referer")
)
HABITS = (
    Habit(
        "alchemer",
        frozenset(("response id", "time started", "date submitted", "status")),
        ids=("response id",),
        times=("date submitted",),
        starts=("time started",),
        finished=("status",),
        done=frozenset(("complete",)),
        aside={"disqualified": "disqualified", "deleted": "deleted", "test data": "a test"},
        other=_PLACES | {"contact id", "legacy comments", "comments", "language", "sessionid", "tags", "link name"},
    ),
    Habit(
        "tally",
        frozenset(("submission id", "respondent id", "submitted at")),
        ids=("submission id",),
        times=("submitted at",),
        other=frozenset(("respondent id",)),
    ),
    Habit(
        "formbricks",
        frozenset(("response id", "survey id", "timestamp", "finished")),
        ids=("response id",),
        times=("timestamp",),
        finished=("finished",),
        done=frozenset(("yes", "true", "1", "finished", "completed")),
        other=frozenset(("no.", "survey id", "formbricks id (internal)", "user id", "notes", "tags", "device", "os"))
        | {"browser", "country", "url", "source", "action", "user agent - os", "user agent - device"}
        | {"user agent - browser"},
    ),
    Habit(
        "typeform",
        frozenset(("#", "submit date (utc)")),
        ids=("#",),
        times=("submit date (utc)",),
        starts=("start date (utc)",),
        finished=("response type",),
        done=frozenset(("completed", "")),
        other=frozenset(("network id", "stage date (utc)", "tags", "ending")),
    ),
    Habit(
        "jotform",
        frozenset(("submission date", "submission id")),
        ids=("submission id",),
        times=("submission date",),
        other=_PLACES | {"last update date", "flow status", "approval status"},
    ),
    Habit(
        "wenjuanxing",
        frozenset(("序号", "提交答卷时间")),
        ids=("序号",),
        times=("提交答卷时间",),
        other=frozenset(("所用时间", "来源", "来源详情", "来自ip", "总分", "用户id", "昵称")),
        unasked=frozenset(("(跳过)", "(空)", "（跳过）", "（空）", "-3", "-2")),
    ),
)
"""Systems that are told by a few headers."""

NO_RESPONDENT = {
    **dict.fromkeys(("survey preview", "preview", "1"), "a preview"),
    **dict.fromkeys(("survey test", "test", "2"), "a test"),
    **dict.fromkeys(("spam", "imported spam", "preview spam", "8", "9", "12"), "spam"),
    **dict.fromkeys(("offline survey preview", "17"), "a preview"),
}
"""Qualtrics: what the status, or else the channel, says of rows that nobody answered, as a text and as its number."""
REJECTED = dict.fromkeys(("rejected", "not approved", "validation_status_not_approved"), "rejected by a reviewer")
"""ODK Central and KoboToolbox: what somebody said of answers that must not count."""
REDCAP = frozenset(
    (
        *("record_id", "record id", "redcap_event_name", "event name", "redcap_repeat_instrument"),
        *("repeat instrument", "redcap_repeat_instance", "repeat instance", "redcap_data_access_group"),
        *("data access group", "redcap_survey_identifier", "survey identifier"),
    )
)
"""REDCap: columns that are no questions, beside the time and the state of each form."""
