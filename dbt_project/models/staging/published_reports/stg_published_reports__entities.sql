select
    publisher,
    report,
    observed_on as vintage,
    reference,
    list_name,
    entity_name,
    name_kind,
    cast(listed_on as date) as listed_on,
    file_name as source_file,
    _source_sha256 as source_file_sha256,
    _row as source_row
from {{ source('raw', 'listed_entities') }}
