{{ published_requests(ref('int_requests__outcomes'), ref('dim_agency'), ref('bridge_group_designation')) }}
