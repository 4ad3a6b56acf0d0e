select * from {{ ref('int_published_figures__named') }} where is_named
