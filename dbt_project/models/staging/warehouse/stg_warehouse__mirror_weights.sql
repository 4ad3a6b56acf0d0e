select
    comparison,
    level,
    weight,
    m_probability,
    u_probability
from {{ source('raw', 'mirror_weights') }}
