"""The reviews of the cluster in `examples/tarnside`: invented, like everything else of it.

In the autumn of 2024 hardly anything followed them; in the next one most schools chose a priority, had help, and told.
"""

from __future__ import annotations

import datetime as dt

from maturity.model import Help, Review

REVIEWS = (
    Review(school="ashgill", reviewed=dt.date(2024, 9, 24), reviewers=("birkrigg", "cotter")),
    Review(
        school="birkrigg",
        reviewed=dt.date(2024, 10, 8),
        reviewers=("dalebeck",),
        priority="More talk by pupils in science",
        champion="O. Beck, Birkrigg School",
        told=dt.date(2025, 5, 20),
    ),
    Review(school="cotter", reviewed=dt.date(2024, 10, 15), reviewers=("ashgill",)),
    Review(
        school="dalebeck",
        reviewed=dt.date(2024, 11, 5),
        reviewers=("birkrigg", "ellerbank"),
        priority="Questions that older pupils have to think about",
        champion="R. Holm, Dalebeck School",
        told=dt.date(2025, 4, 29),
        evidence="Notes on ten lessons before and ten after",
    ),
    Review(school="ellerbank", reviewed=dt.date(2024, 11, 19), reviewers=("dalebeck",)),
    Review(school="fellfoot", reviewed=dt.date(2024, 11, 26), reviewers=("cotter",)),
    Review(
        school="ashgill",
        reviewed=dt.date(2025, 9, 23),
        reviewers=("dalebeck", "ellerbank"),
        priority="Marking that pupils read and answer",
        champion="J. Eden, Ashgill Primary",
        help=(
            Help(
                school="dalebeck",
                what="two people teach beside the second year",
                by=dt.date(2025, 10, 17),
                given=dt.date(2025, 10, 14),
            ),
        ),
        told=dt.date(2026, 2, 24),
        evidence="Books of twelve pupils, September beside January",
    ),
    Review(
        school="cotter",
        reviewed=dt.date(2025, 10, 7),
        reviewers=("ashgill", "fellfoot"),
        priority="Parents see how reading is taught",
        champion="M. Tarr, Cotter Lane Primary",
        help=(
            Help(
                school="ashgill",
                what="their open morning, tried out together",
                by=dt.date(2025, 11, 7),
                given=dt.date(2025, 11, 4),
            ),
        ),
        told=dt.date(2026, 3, 3),
        evidence="Sixty parents came, nine the year before",
    ),
    Review(
        school="dalebeck",
        reviewed=dt.date(2025, 10, 21),
        reviewers=("ashgill", "cotter"),
        priority="New pupils are known by name in a week",
        champion="R. Holm, Dalebeck School",
        help=(
            Help(
                school="cotter",
                what="a visit, and their first-week plan",
                by=dt.date(2025, 11, 21),
                given=dt.date(2025, 11, 18),
            ),
        ),
        told=dt.date(2026, 3, 17),
        evidence="What fourteen new pupils said in January; nothing changed for those who came in the middle of a term",
    ),
    Review(
        school="ellerbank",
        reviewed=dt.date(2025, 11, 4),
        reviewers=("dalebeck",),
        priority="Mathematics for those who fell behind",
        champion="T. Lowe, Eller Bank Primary",
        help=(
            Help(
                school="ashgill",
                what="the mathematics lead on Fridays, for two terms",
                by=dt.date(2025, 11, 28),
                given=dt.date(2025, 11, 28),
            ),
        ),
        told=dt.date(2026, 4, 28),
        evidence="The same short test in November and in April",
    ),
    Review(
        school="fellfoot",
        reviewed=dt.date(2025, 11, 18),
        reviewers=("cotter",),
        priority="Every child reads aloud every day",
        help=(Help(school="ellerbank", what="train the listeners", by=dt.date(2025, 12, 16)),),
    ),
    Review(
        school="ashgill",
        reviewed=dt.date(2026, 5, 19),
        reviewers=("dalebeck", "A. Sand, from another cluster"),
        priority="Writing at length in every subject",
        champion="J. Eden, Ashgill Primary",
        help=(
            Help(
                school="ellerbank",
                what="mark one set of texts together",
                by=dt.date(2026, 6, 19),
                given=dt.date(2026, 6, 16),
            ),
        ),
    ),
    Review(
        school="cotter",
        reviewed=dt.date(2026, 6, 9),
        reviewers=("dalebeck", "fellfoot"),
        priority="Boys choose books of their own",
        champion="M. Tarr, Cotter Lane Primary",
        help=(Help(school="dalebeck", what="lend the book trolley and its keeper", by=dt.date(2026, 10, 2)),),
    ),
)
