select
    batches.batch_id,
    batches.source as source_name,
    batches.source_uri,
    batches.source_sha256,
    batches.observed_on,
    batches.is_synthetic,
    batches.read_count,
    batches.rejected_count
from {{ source('raw', '_batches') }} as batches
