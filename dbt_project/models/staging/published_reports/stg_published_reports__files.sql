select
    report as delivered_as,
    cast(observed_on as date) as vintage,
    file_name as source_file,
    source_sha256 as source_file_sha256,
    layout,
    read_count
from {{ source('raw', 'report_files') }}
