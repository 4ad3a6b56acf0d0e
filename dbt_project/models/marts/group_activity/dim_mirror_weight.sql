select
    comparison,
    level,
    weight,
    m_probability,
    u_probability
from {{ ref('stg_warehouse__mirror_weights') }}
