# Written by views.mjs from catalogue.json; add to it in measures.lkml.
view: value_streams {
  sql_table_name: bi.value_streams ;;
  label: "Value Streams"

  dimension: value_stream {
    primary_key: yes
    label: "Value Stream"
    description: "Key of the value stream"
    type: string
    sql: ${TABLE}.value_stream ;;
  }

  dimension: value_stream_name {
    label: "Value Stream Name"
    description: "Name of the value stream"
    type: string
    sql: ${TABLE}.value_stream_name ;;
  }

  dimension: lifecycle {
    label: "Lifecycle"
    description: "active or retired"
    type: string
    sql: ${TABLE}.lifecycle ;;
  }

  dimension: version {
    label: "Version"
    description: "Version of the definition"
    type: number
    value_format_name: id
    sql: ${TABLE}.version ;;
  }

  dimension_group: recorded_at {
    label: "Recorded At"
    description: "When it was defined so"
    type: time
    timeframes: [raw, time, date, week, month, quarter, year]
    datatype: timestamp
    sql: ${TABLE}.recorded_at ;;
  }
}
