-- Whose past can differ at all: what a change is about, with every other request of the same accounts, since an account
-- stands as its latest request does. All else is the same in both logs and is never replayed.
-- Whom a change is about, by what is counted: a request, an account, a pair of an account and its mirror, a complaint,
-- or a meeting (engagement).
create or replace temp table account_change as
with account_of as (
    select distinct request_id, account_id, platform_id, group_id from request_log where is_takedown
),
-- One that changes its group takes all of its past along.
regrouped as (select account_id from account_of group by account_id having count(distinct (platform_id, group_id)) > 1)
select distinct change_id, cause, account_id,
    case when account_id in (from regrouped) then date '-infinity' else from_date end as from_date
from (
    select change_id, cause, from_date, account_id
    from change inner join account_of using (request_id)
    where log in ('request', 'response', 'asked_again')
    union all
    select change_id, cause, from_date, account_id
    from change inner join check_log on change.log = 'check' and change.record_key = check_log.check_id
)
where account_id is not null;

create or replace temp table unit_change as
with review as (
    select change_id, cause, successor_account_id
    from change inner join review_log on change.log = 'review' and change.record_key = review_log.review_id
),
-- The best pair of a successor is counted: what moves one of its pairs can move another.
successor_change as (
    select change_id, cause, successor_account_id from review
    union
    select change_id, cause, successor_account_id
    from account_change inner join mirror_log on account_id in (predecessor_account_id, successor_account_id)
)
select 'request' as unit, request_id as unit_id, change_id, cause, from_date
from change where log in ('request', 'response')
union all
select 'account', account_id, change_id, cause, from_date from account_change
union all
select distinct 'pair', successor_account_id, change_id, cause, date '-infinity' from successor_change
union all
select log, record_key, change_id, cause, from_date from change where log in ('complaint', 'engagement');

create or replace temp table concerned_account as
with of_pairs as (
    select unnest([predecessor_account_id, successor_account_id]) as account_id
    from mirror_log inner join unit_change on unit = 'pair' and unit_id = successor_account_id
)
select account_id from account_change
union
select account_id from of_pairs;

create or replace temp table concerned_request as
select request_id from request_log where account_id in (from concerned_account)
union
select unit_id from unit_change where unit = 'request';
