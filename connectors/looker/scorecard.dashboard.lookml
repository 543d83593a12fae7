- dashboard: effekt_scorecard
  title: Effekt scorecard
  description: "Every KPI: value, target and whether it is on track"
  layout: newspaper
  preferred_viewer: dashboards-next
  filters:
  - name: Level
    title: Level
    type: field_filter
    default_value: org
    explore: kpi_status
    field: kpi_status.scope_level
    model: effekt
    allow_multiple_values: false
    required: true
  - name: Value stream
    title: Value stream
    type: field_filter
    default_value: ''
    explore: kpi_status
    field: kpi_status.value_stream_name
    model: effekt
    allow_multiple_values: true
    required: false
  elements:
  - name: on_track
    title: On track
    model: effekt
    explore: kpi_status
    type: single_value
    fields: [kpi_status.on_track]
    filters:
      kpi_status.dimension: EMPTY
    listen:
      Level: kpi_status.scope_level
      Value stream: kpi_status.value_stream_name
    row: 0
    col: 0
    width: 6
    height: 4
  - name: at_risk
    title: At risk
    model: effekt
    explore: kpi_status
    type: single_value
    fields: [kpi_status.at_risk]
    filters:
      kpi_status.dimension: EMPTY
    listen:
      Level: kpi_status.scope_level
      Value stream: kpi_status.value_stream_name
    row: 0
    col: 6
    width: 6
    height: 4
  - name: off_track
    title: Off track
    model: effekt
    explore: kpi_status
    type: single_value
    fields: [kpi_status.off_track]
    filters:
      kpi_status.dimension: EMPTY
    listen:
      Level: kpi_status.scope_level
      Value stream: kpi_status.value_stream_name
    row: 0
    col: 12
    width: 6
    height: 4
  - name: share
    title: Share on track, of those judged
    model: effekt
    explore: kpi_status
    type: single_value
    fields: [kpi_status.share_on_track]
    filters:
      kpi_status.dimension: EMPTY
    listen:
      Level: kpi_status.scope_level
      Value stream: kpi_status.value_stream_name
    row: 0
    col: 18
    width: 6
    height: 4
  - name: scorecard
    title: KPIs
    model: effekt
    explore: kpi_status
    type: looker_grid
    fields: [kpi_status.kpi_name, kpi_status.scope, kpi_status.period, kpi_status.is_complete,
      kpi_status.unit, kpi_status.status, kpi_status.one_value, kpi_status.one_target]
    sorts: [kpi_status.kpi_name, kpi_status.scope]
    filters:
      kpi_status.dimension: EMPTY
    limit: 500
    listen:
      Level: kpi_status.scope_level
      Value stream: kpi_status.value_stream_name
    row: 4
    col: 0
    width: 24
    height: 12
  - name: over_time
    title: On track over time
    model: effekt
    explore: kpi_status_history
    type: looker_line
    fields: [kpi_status_history.period_start_month, kpi_status_history.scope_level, kpi_status_history.on_track]
    pivots: [kpi_status_history.scope_level]
    sorts: [kpi_status_history.period_start_month]
    filters:
      kpi_status_history.dimension: EMPTY
      kpi_status_history.period_start_date: 24 months
    limit: 500
    listen:
      Level: kpi_status_history.scope_level
      Value stream: kpi_status_history.value_stream_name
    row: 16
    col: 0
    width: 24
    height: 8
