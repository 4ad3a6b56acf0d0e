select versions.*
from {{ ref('int_mirror_reviews__versions') }} as versions
where
    {{ is_known('versions') }}
    and versions.reviewed_at <= {{ as_of() }}
