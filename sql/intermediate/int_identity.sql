-- Who is who: every key of a person beside the party it belongs to, whatever its sources.
-- grain: key
-- units: keys are `email:`, `phone:` or `<platform>:<account>:` and the key or the record's id; a party goes by the smallest of its keys
-- note:  two keys are one person where one record carries both, and whatever hangs together through others is one. A record of several
--        people ties none of them; what our own side wrote names none. keys counts those of the party
with recursive said as ( -- noqa: PRS
    select distinct platform, account_id, email_key, phone_key, party_id
    from intermediate.int_party_event
    where kind <> 'message' or direction = 'in'
    union
    select distinct platform, account_id, email_key, phone_key, null from intermediate.int_order
),

named as (
    select
        row_number() over (order by platform, account_id, email_key, phone_key, party_id) as record,
        list_concat(
            list_transform(coalesce(string_split(email_key, ';'), []), one -> 'email:' || trim(one)),
            list_transform(coalesce(string_split(phone_key, ';'), []), one -> 'phone:' || trim(one)),
            list_transform(coalesce(string_split(party_id, ';'), []), one -> concat_ws(':', platform, account_id, trim(one)))
        ) as keys,
        greatest(
            len(coalesce(string_split(email_key, ';'), [])),
            len(coalesce(string_split(phone_key, ';'), [])),
            len(coalesce(string_split(party_id, ';'), []))
        ) as people
    from said
),

carried as (
    select record, people, unnest(keys) as key from named
),

ties as (
    select distinct mine.key, other.key as tied
    from carried as mine
    inner join carried as other on mine.record = other.record and mine.key <> other.key
    where mine.people = 1
),

linked (key, party) using key (key) as (
    select distinct key, key as party from carried
    union
    select ties.tied as key, min(linked.party) as party
    from linked
    inner join ties on linked.key = ties.key
    inner join recurring.linked as known on ties.tied = known.key
    where linked.party < known.party
    group by ties.tied
)

select key, party, count(*) over (partition by party) as keys from linked
