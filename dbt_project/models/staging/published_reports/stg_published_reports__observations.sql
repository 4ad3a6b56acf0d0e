select
    source_sha256 as source_file_sha256,
    observed_on as vintage
from {{ source('raw', 'report_observations') }}
