# Written by views.mjs from catalogue.json; add to it in measures.lkml.
view: freshness {
  sql_table_name: bi.freshness ;;
  label: "Freshness"

  dimension: primary_key {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.row_number::text ;;
  }

  dimension: positions {
    label: "Positions"
    description: "The last entry of each partition of the log, as partition:sequence; -1 holds the decisions"
    type: string
    sql: ${TABLE}.positions ;;
  }

  dimension: measurements {
    label: "Measurements"
    description: "Measurements that were recorded"
    type: number
    value_format_name: id
    sql: ${TABLE}.measurements ;;
  }

  dimension: decisions {
    label: "Decisions"
    description: "Decisions that were recorded"
    type: number
    value_format_name: id
    sql: ${TABLE}.decisions ;;
  }

  dimension_group: recorded_at {
    label: "Recorded At"
    description: "When something was recorded last"
    type: time
    timeframes: [raw, time, date, week, month, quarter, year]
    datatype: timestamp
    sql: ${TABLE}.recorded_at ;;
  }

  dimension: lag_seconds {
    label: "Lag Seconds"
    description: "How long what was recorded has waited for its evaluation; 0 when nothing waits"
    type: number
    sql: ${TABLE}.lag_seconds ;;
  }

  dimension: row_number {
    label: "Row Number"
    description: "Always 1"
    type: number
    value_format_name: id
    sql: ${TABLE}.row_number ;;
  }
}
