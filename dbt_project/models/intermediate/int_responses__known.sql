select versions.*
from {{ ref('int_responses__versions') }} as versions
where
    {{ is_known('versions') }}
    and versions.event_at <= {{ as_of() }}
