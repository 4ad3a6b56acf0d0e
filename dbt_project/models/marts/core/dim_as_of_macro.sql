-- The definitions are rendered from the macros that the marts are rendered from, so the rule stands once.
select *
from ({{ as_of_macro_rows() }}) as macros
