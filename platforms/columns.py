"""The standard columns: one name for one quantity in one unit, whatever a platform calls it.

`kind` is the grammar its cells must obey; `is_additive` says whether rows may be summed. Counts are whole numbers, `number` and
`money` are exact decimals, `rate` a fraction 0..1 (a printed percentage is divided by 100), `percent` one that is printed in hundredths
without its sign, `share` one that never lacks it, `seconds` a duration. A date kind gives the days a row speaks for, `moment` a day with or without a time of day.
`email` and `phone` are people: their cells are normalised and keyed before anything is written, and never shown;
`keyed` is a text that may name one. A `place` may be somebody's: only its form is kept, in_person, video or phone.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text", "count", "number", "money", "rate", "percent", "share", "seconds", "moment", "email", "phone", "keyed", "place", "dropped", "day", "week", "month", "quarter",
    "nth_day", "nth_week", "first", "last",
]  # fmt: skip


@dataclass(frozen=True)
class Column:
    """`is_held` says whether a printed total is held against the sum of the rows; platforms' own totals of some never agree."""

    kind: Kind
    is_additive: bool = False
    is_held: bool = True

    @property
    def is_personal(self) -> bool:
        return self.kind in ("email", "phone", "keyed")


TEXT = Column("text")
COUNT = Column("count", is_additive=True)
UNIQUE = Column("count")  # people: never summed over days, rows or platforms
DECIMAL = Column("number", is_additive=True)
MONEY = Column("money", is_additive=True)
AVERAGE = Column("number")
RATE = Column("rate")
PERCENT = Column("percent")
SHARE = Column("share")
SECONDS = Column("seconds")
MOMENT = Column("moment")
HEADER_ONLY = Column(
    "dropped"
)  # tells a report by its header; may name people or be worked out anew, so its cells are never read
LOOSE = Column("count", is_additive=True, is_held=False)

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
    "keyword_id": TEXT,
    "match_type": TEXT,
    "search_term": TEXT,
    "search_word": TEXT,
    "advertiser": TEXT,
    "day_of_week": TEXT,
    "hour": TEXT,
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
    "attribution": TEXT,
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
    "audience_kind": TEXT,  # what a table of shares splits people by: ages, cities
    "audience_group": TEXT,
    "audience_share": SHARE,
    # paid media
    "impressions": COUNT,
    "clicks": COUNT,
    "link_clicks": COUNT,
    "interactions": COUNT,
    "landing_page_views": COUNT,
    "viewable_impressions": COUNT,
    "non_viewable_impressions": COUNT,
    "invalid_clicks": COUNT,
    "spend": MONEY,
    "previous_spend": HEADER_ONLY,
    "optimization_score": HEADER_ONLY,
    "impression_share": HEADER_ONLY,  # may read "< 10%"
    "known_share": HEADER_ONLY,
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
    "ranked_impressions": COUNT,  # made of two others: the impressions that have a position
    # places on the map
    "store_code": TEXT,
    "business_name": TEXT,
    "business_address": TEXT,
    "business_labels": TEXT,
    "search_views_mobile": UNIQUE,
    "search_views_desktop": UNIQUE,
    "maps_views_mobile": UNIQUE,
    "maps_views_desktop": UNIQUE,
    "call_clicks": COUNT,
    "messages": COUNT,
    "profile_bookings": COUNT,
    "directions": COUNT,
    "website_clicks": COUNT,
    "food_orders": COUNT,
    "food_menu_clicks": COUNT,
    "hotel_bookings": COUNT,
    # organic social and video
    "account_username": TEXT,
    "content_id": TEXT,
    "content_title": TEXT,
    "content_type": TEXT,
    "content_link": TEXT,
    "content_note": TEXT,
    "published_at": MOMENT,
    "duration_seconds": SECONDS,
    # under names of their own: a website has views too, and advertising impressions, and the two are never added
    "content_views": COUNT,
    "content_impressions": COUNT,
    "content_link_clicks": COUNT,
    "likes": COUNT,
    "shares": COUNT,
    "comments": COUNT,
    "saves": COUNT,
    "follows": COUNT,
    "reactions": COUNT,
    "engagements": COUNT,
    "content_clicks": COUNT,
    "other_clicks": COUNT,
    "video_views_3_seconds": COUNT,
    "video_views_60_seconds": COUNT,
    "visits": COUNT,
    "value": COUNT,
    "profile_views": COUNT,
    "net_followers": COUNT,
    "new_followers": COUNT,
    "lost_followers": COUNT,
    "total_followers": UNIQUE,
    "engaged_audience": UNIQUE,
    "engaged_users": UNIQUE,
    "phone_clicks": COUNT,
    "leads": COUNT,
    "favorites": COUNT,
    "page_likes": UNIQUE,
    "unique_impressions": UNIQUE,
    "impressions_sponsored": COUNT,
    "clicks_sponsored": COUNT,
    "reactions_sponsored": COUNT,
    "comments_sponsored": COUNT,
    "shares_sponsored": COUNT,
    "followers_organic": COUNT,
    "followers_sponsored": COUNT,
    "followers_invited": COUNT,
    "unique_visitors": UNIQUE,
    "engagement_rate": RATE,
    "viewer_age": TEXT,
    "viewer_gender": TEXT,
    "views_share": PERCENT,
    "watch_time_share": PERCENT,
    "watch_time_hours": DECIMAL,
    "average_view_seconds": SECONDS,
    "average_view_share": PERCENT,
    "stayed_to_watch_share": PERCENT,
    "likes_share": PERCENT,
    "impressions_ctr": PERCENT,
    "subscribers": LOOSE,
    "engaged_views": COUNT,
    "unique_viewers": UNIQUE,
    "new_viewers": UNIQUE,
    "casual_viewers": UNIQUE,
    "regular_viewers": UNIQUE,
    "estimated_revenue": MONEY,
    # e-mail
    "email_id": TEXT,
    "email_title": TEXT,
    "email_subject": TEXT,
    "email_list": TEXT,
    "email_channel": TEXT,
    "sent_at": MOMENT,
    "recipients": COUNT,
    "deliveries": COUNT,
    "soft_bounces": COUNT,
    "hard_bounces": COUNT,
    "bounces": COUNT,
    "forwards": COUNT,
    "opens": COUNT,
    "unique_opens": UNIQUE,
    "open_rate": RATE,
    "email_clicks": COUNT,
    "unique_clicks": UNIQUE,
    "click_rate": RATE,
    "unsubscribes": COUNT,
    "complaints": COUNT,
    "unique_orders": UNIQUE,
    "email_orders": COUNT,  # claimed by the sender: never added to a shop's own
    "gross_sales": MONEY,
    "revenue": MONEY,
    # orders
    "orders": COUNT,
    "order_id": TEXT,
    "order_name": TEXT,
    "order_status": TEXT,
    "order_source": TEXT,
    "created_at": MOMENT,
    "paid_at": MOMENT,
    "cancelled_at": MOMENT,
    "subtotal": MONEY,
    "shipping": MONEY,
    "taxes": MONEY,
    "order_total": MONEY,
    "discount": MONEY,
    "refunded": MONEY,
    "outstanding": MONEY,
    "line_quantity": COUNT,
    "line_name": TEXT,
    "line_sku": TEXT,
    "line_price": Column("money"),  # of one piece: never summed
    # money
    "exchange_rate": AVERAGE,
    # people
    "email_key": Column("email"),
    "phone_key": Column("phone"),
    "link_key": Column("keyed"),
    "calls": COUNT,
    "meetings": COUNT,
    "bookings_made": COUNT,
    "conversations": COUNT,
    "open_events": COUNT,
    "click_events": COUNT,
    "reply_events": COUNT,
    "unsubscribe_events": COUNT,
    "meetings_planned": COUNT,
    "contacts_created": COUNT,
    "deals_won": COUNT,
    "party_id": TEXT,
    "party_status": TEXT,
    "party_kind": TEXT,
    "event_id": TEXT,
    "event_type": TEXT,
    "event_status": TEXT,
    "event_place": Column("place"),
    "event_source": TEXT,
    "event_medium": TEXT,
    "event_campaign": TEXT,
    "started_at": MOMENT,
    "ended_at": MOMENT,
    "event_at": MOMENT,
    "closed_at": MOMENT,
    "is_answered": TEXT,
    "is_first_call": TEXT,
    "is_cancelled": TEXT,
    "is_no_show": TEXT,
    "is_all_day": TEXT,
    "is_won": TEXT,
    "contact_first_name": HEADER_ONLY,
    "meeting_name": HEADER_ONLY,
    "call_title": HEADER_ONLY,
    "deal_name": HEADER_ONLY,
    "deal_stage": TEXT,
    "deal_pipeline": TEXT,
    "deal_amount": MONEY,
    "thread_id": TEXT,
    "thread_channel": TEXT,
    "direction": TEXT,
    "author_side": TEXT,
    "time_zone_name": TEXT,
    "attendees": Column("count"),
}

ADDITIVE = tuple(name for name, column in COLUMNS.items() if column.is_additive)
