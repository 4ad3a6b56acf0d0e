{# Wilson score interval, 95 % (E. B. Wilson, 1927): (2k + z^2 -+ z sqrt(z^2 + 4k(1 - k/n))) / 2(n + z^2). #}
{% macro wilson_bound(numerator, denominator, sign) -%}
    {%- set z = '1.959963984540054' -%}
    {%- set spread -%}
        {{ z }} * sqrt({{ z }} * {{ z }}
            + 4 * {{ numerator }} * (1 - {{ ratio(numerator, denominator) }}))
    {%- endset -%}
    {{ ratio('(2 * ' ~ numerator ~ ' + ' ~ z ~ ' * ' ~ z ~ ' ' ~ sign ~ ' ' ~ spread ~ ')',
             '(2 * (' ~ denominator ~ ' + ' ~ z ~ ' * ' ~ z ~ '))') }}
{%- endmacro %}

{% macro wilson_low(numerator, denominator) -%}
    case when {{ denominator }} > 0
        then greatest(0.0, {{ wilson_bound(numerator, denominator, '-') }}) end
{%- endmacro %}

{% macro wilson_high(numerator, denominator) -%}
    case when {{ denominator }} > 0
        then least(1.0, {{ wilson_bound(numerator, denominator, '+') }}) end
{%- endmacro %}
