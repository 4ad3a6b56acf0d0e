{{ mirror_pairs(
    ref('stg_warehouse__mirror_evidence'), ref('stg_warehouse__mirror_weights'), ref('int_accounts__requested'),
    ref('int_accounts__changes'), ref('int_mirror_reviews__known')
) }}
