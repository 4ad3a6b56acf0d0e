{{ config(meta={
    'dagster': {'ref': {'name': 'int_requests__versions'}},
    'question': 'Is every platform, agency, group and legal basis of a request known to a seed?'
}) }}
-- A label that no seed knows would drop its requests out of every table by platform, agency or group.
-- Add it to seeds/platform_labels.csv, agency_labels.csv, group_labels.csv or legal_bases.csv, with its source.
select distinct 'platform' as kind, platform_label as label
from {{ ref('int_requests__versions') }}
where platform_id is null and not is_retracted
union all
select distinct 'agency' as kind, agency_label as label
from {{ ref('int_requests__versions') }}
where agency_id is null and not is_retracted
union all
select distinct 'group' as kind, group_label as label
from {{ ref('int_requests__versions') }}
where group_id is null and not is_retracted
union all
select distinct 'legal basis' as kind, legal_basis_label as label
from {{ ref('int_requests__versions') }}
where legal_basis is null and legal_basis_label is not null
union all
select distinct 'platform' as kind, platform_label as label
from {{ ref('int_responses__versions') }}
where platform_id is null and not is_retracted
union all
select distinct 'platform' as kind, platform_label as label
from {{ ref('stg_takedown_log__account_checks') }}
where lower(trim(platform_label)) not in (select label from {{ ref('platform_labels') }})
