{%- set cells -%}
(
    select
        cells.*,
        withheld.is_withheld as is_suppressed,
        withheld.is_stock_withheld as is_stock_suppressed
    from {{ ref('int_group_cells__weekly') }} as cells
    inner join {{ ref('int_group_cells__withheld') }} as withheld
        on {{ same('cells', 'withheld', ['week_start_date', 'group_id', 'platform_id']) }}
)
{%- endset -%}
{{ group_activity(cells, ref('bridge_group_designation')) }}
