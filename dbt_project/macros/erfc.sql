{# The complementary error function for y >= 0, to about 15 digits, small values included: rational Chebyshev
   approximations of W. J. Cody (Mathematics of Computation 23, 1969, 631-637; coefficients of SPECFUN's CALERF).
   Engines have no erf, and 1 - erf from a series would lose every digit of a small p-value. `y`: a column. #}
{% macro polynomial(variable, coefficients) -%}
    {#- Horner's rule, highest power first. -#}
    {%- set nested = namespace(text='cast(' ~ coefficients[0] ~ ' as double)') -%}
    {%- for coefficient in coefficients[1:] -%}
        {%- set nested.text = '(' ~ nested.text ~ ' * ' ~ variable ~ ' + ' ~ coefficient ~ ')' -%}
    {%- endfor -%}
    {{ nested.text }}
{%- endmacro %}

{% macro erfc(y) -%}
{%- set square = '(' ~ y ~ ' * ' ~ y ~ ')' -%}
{%- set inverse = ratio('1', square) -%}
{%- set small = (
    ['1.85777706184603153e-1', '3.16112374387056560e0', '1.13864154151050156e2', '3.77485237685302021e2',
     '3.20937758913846947e3'],
    ['1e0', '2.36012909523441209e1', '2.44024637934444173e2', '1.28261652607737228e3', '2.84423683343917062e3']
) -%}
{%- set middle = (
    ['2.15311535474403846e-8', '5.64188496988670089e-1', '8.88314979438837594e0', '6.61191906371416295e1',
     '2.98635138197400131e2', '8.81952221241769090e2', '1.71204761263407058e3', '2.05107837782607147e3',
     '1.23033935479799725e3'],
    ['1e0', '1.57449261107098347e1', '1.17693950891312499e2', '5.37181101862009858e2', '1.62138957456669019e3',
     '3.29079923573345963e3', '4.36261909014324716e3', '3.43936767414372164e3', '1.23033935480374942e3']
) -%}
{%- set large = (
    ['1.63153871373020978e-2', '3.05326634961232344e-1', '3.60344899949804439e-1', '1.25781726111229246e-1',
     '1.60837851487422766e-2', '6.58749161529837803e-4'],
    ['1e0', '2.56852019228982242e0', '1.87295284992346725e0', '5.27905102951428412e-1', '6.05183413124413191e-2',
     '2.33520497626869185e-3']
) -%}
    case
        when {{ y }} <= 0.46875 then
            1 - {{ y }} * {{ ratio(polynomial(square, small[0]), polynomial(square, small[1])) }}
        when {{ y }} <= 4 then
            exp(-{{ square }}) * {{ ratio(polynomial(y, middle[0]), polynomial(y, middle[1])) }}
        else
            exp(-{{ square }}) * {{ ratio(
                '0.5641895835477562869 - ' ~ inverse ~ ' * '
                    ~ ratio(polynomial(inverse, large[0]), polynomial(inverse, large[1])),
                y
            ) }}
    end
{%- endmacro %}
