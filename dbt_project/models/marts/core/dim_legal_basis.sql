-- A request may name none: then its legal basis is NULL, and 'none' in the filter cubes.
select
    legal_basis_id,
    label as legal_basis_name,
    statute,
    source,
    confidence
from {{ ref('legal_bases') }}
