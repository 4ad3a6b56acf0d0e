select
    source_sha256 as source_file_sha256,
    coalesce(file_name, regexp_extract(source_uri, '[^/]+$', 0)) as source_file,
    row_number as source_row,
    reason
from {{ source('raw', 'ignored_rows') }}
where source = 'published_reports'
