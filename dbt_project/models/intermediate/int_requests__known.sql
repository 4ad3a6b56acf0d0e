select versions.*
from {{ ref('int_requests__versions') }} as versions
where
    {{ is_known('versions') }}
    and versions.reported_at <= {{ as_of() }}
