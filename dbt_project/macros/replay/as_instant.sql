{# What stands in a definition for the instant that the release is as of, until the build puts it in. #}
{% macro release_instant() -%}[release_instant]{%- endmacro %}

{# The instant that a moment means: a date, or text that is one, is its last instant in UTC; an instant is itself.
   What has no UTC offset, and what is later than the release, is refused with a sentence. At midnight without an
   offset (what generate_series and date arithmetic give) a date is meant as a rule, but it is not guessed. `moment` is
   a parameter of the macro in the release. Read through its text, because a cast from a date would mean midnight
   where the reader is. #}
{% macro as_instant_definition() -%}
(
    select
        case
            when asked.as_text is null then error('which date or instant? say one, such as ''2025-08-15''')
            when asked.as_instant is null then error(concat(
                '''', asked.as_text, ''' is neither a date (2025-08-15) nor an instant with its UTC offset ',
                '(2025-08-15 12:00:00+00)',
                case when asked.as_text like '____-__-__ 00:00:00' then '; cast it to a date: day::date' end
            ))
            when asked.as_instant > timestamptz '{{ release_instant() }}' then error(concat(
                'this release knows nothing after {{ release_instant() }}, and was asked for ''', asked.as_text,
                '''; ask a later release'
            ))
            else asked.as_instant
        end
    from (
        select
            as_text,
            case
                when regexp_full_match(as_text, '[0-9]{4}-[0-9]{2}-[0-9]{2}')
                    then try_cast(concat(as_text, ' 23:59:59.999999+00') as timestamptz)
                when regexp_full_match(as_text, '.+:.+([+-][0-9]{2}(:?[0-9]{2})*|Z)')
                    then try_cast(as_text as timestamptz)
            end as as_instant
        from (select trim(cast(moment as varchar)) as as_text) as said
    ) as asked
)
{%- endmacro %}
