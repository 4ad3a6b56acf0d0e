{%- set scope = ['as_of_date'] -%}
{%- set states -%}
({{ request_states(ref('int_claims__outcomes'), ref('int_claims__decisions'), scope) }})
{%- endset -%}
{{ account_changes(ref('int_claims__outcomes'), states, ref('int_claims__checks'), scope) }}
