"""The standard columns: one name for one quantity in one unit, whatever a platform calls it.

`kind` is the grammar its cells must obey; `is_additive` says whether rows may be summed. Counts are whole numbers, `number` and
`money` are exact decimals, `rate` a fraction 0..1 (a printed percentage is divided by 100). A date kind gives the days a row speaks for.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text",
    "count",
    "number",
    "money",
    "rate",
    "day",
    "week",
    "month",
    "quarter",
    "nth_day",
    "nth_week",
    "first",
    "last",
]


@dataclass(frozen=True)
class Column:
    kind: Kind
    is_additive: bool = False


TEXT = Column("text")
COUNT = Column("count", is_additive=True)
UNIQUE = Column("count")  # people: never summed over days, rows or platforms
DECIMAL = Column("number", is_additive=True)
MONEY = Column("money", is_additive=True)
AVERAGE = Column("number")
RATE = Column("rate")

# Finest first: where a table has several, the first of these dates its rows.
DATES = {
    "day": Column("day"),
    "nth_day": Column("nth_day"),
    "week": Column("week"),
    "nth_week": Column("nth_week"),
    "month": Column("month"),
    "quarter": Column("quarter"),
    "period_start": Column("first"),
    "period_end": Column("last"),
}

COLUMNS: dict[str, Column] = {
    **DATES,
    # who and where
    "account_id": TEXT,
    "account_name": TEXT,
    "currency_code": TEXT,
    "campaign_id": TEXT,
    "campaign_name": TEXT,
    "campaign_type": TEXT,
    "campaign_status": TEXT,
    "campaign_group_name": TEXT,
    "ad_group_id": TEXT,
    "ad_group_name": TEXT,
    "ad_set_id": TEXT,
    "ad_set_name": TEXT,
    "ad_id": TEXT,
    "ad_name": TEXT,
    "ad_type": TEXT,
    "asset": TEXT,
    "asset_type": TEXT,
    "keyword": TEXT,
    "match_type": TEXT,
    "search_term": TEXT,
    "location": TEXT,
    "landing_page": TEXT,
    "device": TEXT,
    "network": TEXT,
    "audience": TEXT,
    "region": TEXT,
    "country": TEXT,
    "city": TEXT,
    "language": TEXT,
    "age": TEXT,
    "gender": TEXT,
    "result_type": TEXT,
    "session_source_medium": TEXT,
    "session_channel": TEXT,
    "session_campaign": TEXT,
    "first_user_source_medium": TEXT,
    "first_user_channel": TEXT,
    "page_title": TEXT,
    "page_path": TEXT,
    "page": TEXT,
    "event_name": TEXT,
    "app_platform": TEXT,
    "browser": TEXT,
    "item_name": TEXT,
    "query": TEXT,
    "search_appearance": TEXT,
    "filter": TEXT,
    "filter_value": TEXT,
    # paid media
    "impressions": COUNT,
    "clicks": COUNT,
    "link_clicks": COUNT,
    "interactions": COUNT,
    "landing_page_views": COUNT,
    "spend": MONEY,
    "conversions": DECIMAL,
    "conversions_value": DECIMAL,
    "results": AVERAGE,  # of the row's own result type: summing across types adds unlike things
    "reach": UNIQUE,
    "frequency": AVERAGE,
    # website
    "sessions": COUNT,
    "engaged_sessions": COUNT,
    "users": UNIQUE,
    "total_users": UNIQUE,
    "new_users": COUNT,
    "returning_users": UNIQUE,
    "users_new": UNIQUE,
    "users_returning": UNIQUE,
    "users_1_day": UNIQUE,
    "users_7_days": UNIQUE,
    "users_30_days": UNIQUE,
    "views": COUNT,
    "event_count": COUNT,
    "key_events": DECIMAL,
    "total_revenue": MONEY,
    "items_viewed": COUNT,
    "items_added_to_cart": COUNT,
    "items_purchased": COUNT,
    "item_revenue": MONEY,
    # organic search
    "search_clicks": COUNT,
    "search_impressions": COUNT,
    "search_ctr": RATE,
    "position": AVERAGE,
}

ADDITIVE = tuple(name for name, column in COLUMNS.items() if column.is_additive)
