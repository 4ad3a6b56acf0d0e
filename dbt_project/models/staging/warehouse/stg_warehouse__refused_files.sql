select
    refused.source as source_name,
    refused.source_uri,
    refused.source_sha256,
    refused.reason
from {{ source('raw', 'refused_files') }} as refused
