{%- set checks -%}
(
    select *
    from {{ ref('int_accounts__observations') }}
    where observation_source = 'check'
)
{%- endset -%}
{{ account_changes(
    ref('int_requests__outcomes'),
    ref('int_requests__states'),
    '(' ~ counted_checks(checks, ref('int_accounts__requested')) ~ ') as checks'
) }}
