-- Counted groups of events (an export's row: so many impressions, so many of them viewable) cut into their classes.
-- grain: platform, report, account_id, measure, campaign_name, excluded, period_start, period_end, class, reason
-- units: count as the registry's unit says; measure is the native one
-- note:  each part an export shows goes to its class, cut to what is left of the whole; the rest goes where the registry says, unknown
--        where the export lacks the columns of the parts. What an exclude rule takes out is hollow. Parts that are not in the native figure
--        (clicks a platform has taken out as invalid) are added. What a person has taken off the whole account (gross below 0) has no part
--        that it could be taken off: it stands among what nobody shows
with groups as (
    select
        facts.platform,
        facts.report,
        facts.account_id,
        facts.channel,
        facts.campaign_name,
        facts.excluded,
        facts.period_start,
        facts.period_end,
        coalesce(rungs.native, rungs.measure) as measure,
        any_value(rungs.rung) filter (where rungs.native is null) as rung,
        any_value(rungs.unit) filter (where rungs.native is null) as unit,
        any_value(rungs.rest_class) as rest_class, any_value(rungs.rest_reason) as rest_reason,
        sum(facts.amount) filter (where rungs.native is null) as gross,
        sum(facts.amount) filter (where rungs.class = 'kept') as kept,
        any_value(rungs.reason) filter (where rungs.class = 'kept') as kept_reason,
        sum(facts.amount) filter (where rungs.class = 'hollow' and not rungs.is_added) as hollow,
        sum(facts.amount) filter (where rungs.class = 'hollow' and rungs.is_added) as added,
        any_value(rungs.reason) filter (where rungs.class = 'hollow') as hollow_reason,
        any_value(shown.parts) as parts
    from intermediate.int_measure as facts
    inner join marts.rungs as rungs
        on facts.platform = rungs.platform and facts.report = rungs.report and facts.measure = rungs.measure
    left join (
        select part.platform, part.report, part.native as measure, count(*) as parts
        from marts.rungs as part
        where part.native is not null
        group by all
    ) as shown
        on
            facts.platform = shown.platform and facts.report = shown.report
            and coalesce(rungs.native, rungs.measure) = shown.measure
    where not rungs.is_event and rungs.rung <> 0
    group by all
),

parted as (
    select
        *,
        excluded is null and rest_class <> 'unknown' and parts > 0 and kept is null as lacks_parts,
        if(excluded is null, least(coalesce(kept, 0), greatest(gross, 0)), 0) as kept_part,
        if(excluded is null, greatest(least(coalesce(hollow, 0), gross - coalesce(kept, 0)), 0), gross) as hollow_part
    from groups
    where gross is not null
),

posted as (
    select
        parted.*, unnest([
            { 'class': 'hollow', 'reason': hollow_reason, 'count': coalesce(added, 0) },
            { 'class': 'hollow', 'reason': coalesce('left out: ' || excluded, hollow_reason), 'count': hollow_part },
            { 'class': 'kept', 'reason': kept_reason, 'count': kept_part },
            {
                'class': if(lacks_parts or gross < 0, 'unknown', rest_class),
                'reason': case
                    when gross < 0 and rest_class <> 'unknown' then 'corrected by hand' when lacks_parts then 'not in the export'
                    else rest_reason
                end,
                'count': gross - kept_part - hollow_part
            }
        ]) as post
    from parted
)

select
    platform, report, account_id, measure, channel, campaign_name, excluded, period_start, period_end, rung::integer as rung, unit,
    post.class as class, post.reason as reason, sum(post.count) as count -- noqa: AL09
from posted
where post.count <> 0
group by all
