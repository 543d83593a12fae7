# Written by views.mjs from catalogue.json; add to it in measures.lkml.
view: measurements {
  sql_table_name: bi.measurements ;;
  label: "Measurements"

  dimension: primary_key {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.partition::text || ',' || ${TABLE}.sequence::text ;;
  }

  dimension: partition {
    label: "Partition"
    description: "Partition of the log"
    type: number
    value_format_name: id
    sql: ${TABLE}.partition ;;
  }

  dimension: sequence {
    label: "Sequence"
    description: "Place in the partition"
    type: number
    value_format_name: id
    sql: ${TABLE}.sequence ;;
  }

  dimension: source {
    label: "Source"
    description: "Who measured"
    type: string
    sql: ${TABLE}.source ;;
  }

  dimension: id {
    label: "Id"
    description: "The sender's id"
    type: string
    sql: ${TABLE}.id ;;
  }

  dimension: kpi {
    label: "Kpi"
    description: "Key of the KPI"
    type: string
    sql: ${TABLE}.kpi ;;
  }

  dimension: kpi_name {
    label: "Kpi Name"
    description: "Name of the KPI"
    type: string
    sql: ${TABLE}.kpi_name ;;
  }

  dimension: scope {
    label: "Scope"
    description: "team:<key>, stream:<key> or org"
    type: string
    sql: ${TABLE}.scope ;;
  }

  dimension: team {
    label: "Team"
    description: "Key of the team, where the scope is one"
    type: string
    sql: ${TABLE}.team ;;
  }

  dimension: team_name {
    label: "Team Name"
    description: "Name of the team"
    type: string
    sql: ${TABLE}.team_name ;;
  }

  dimension: value_stream {
    label: "Value Stream"
    description: "Key of the value stream, where the scope is one"
    type: string
    sql: ${TABLE}.value_stream ;;
  }

  dimension: value_stream_name {
    label: "Value Stream Name"
    description: "Name of the value stream"
    type: string
    sql: ${TABLE}.value_stream_name ;;
  }

  dimension: dimensions {
    label: "Dimensions"
    description: "Labels as name=value, with ; between them"
    type: string
    sql: ${TABLE}.dimensions ;;
  }

  dimension_group: observed_at {
    label: "Observed At"
    description: "When it was so"
    type: time
    timeframes: [raw, time, date, week, month, quarter, year]
    datatype: timestamp
    sql: ${TABLE}.observed_at ;;
  }

  dimension: period {
    label: "Period"
    description: "The period, where it was measured for a whole one"
    type: string
    sql: ${TABLE}.period ;;
  }

  dimension_group: period_start {
    label: "Period Start"
    description: "The day, or the first day of the period"
    type: time
    timeframes: [raw, date, week, month, quarter, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.period_start ;;
  }

  dimension_group: period_end {
    label: "Period End"
    description: "The day, or the last day of the period"
    type: time
    timeframes: [raw, date, week, month, quarter, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.period_end ;;
  }

  dimension: period_key {
    label: "Period Key"
    description: "First day as yyyymmdd"
    type: number
    value_format_name: id
    sql: ${TABLE}.period_key ;;
  }

  dimension: value {
    label: "Value"
    description: "The value, of a KPI with numbers"
    type: number
    sql: ${TABLE}.value ;;
  }

  dimension: weight {
    label: "Weight"
    description: "What the value weighs"
    type: number
    sql: ${TABLE}.weight ;;
  }

  dimension: numerator {
    label: "Numerator"
    description: "The numerator, of a ratio"
    type: number
    sql: ${TABLE}.numerator ;;
  }

  dimension: denominator {
    label: "Denominator"
    description: "The denominator, of a ratio"
    type: number
    sql: ${TABLE}.denominator ;;
  }

  dimension: unit {
    label: "Unit"
    description: "Unit of the KPI"
    type: string
    sql: ${TABLE}.unit ;;
  }

  dimension: kind {
    label: "Kind"
    description: "measured, correction or retraction"
    type: string
    sql: ${TABLE}.kind ;;
  }

  dimension: is_standing {
    label: "Is Standing"
    description: "Whether it counts: nothing has taken its place"
    type: yesno
    sql: ${TABLE}.is_standing ;;
  }

  dimension_group: recorded_at {
    label: "Recorded At"
    description: "When it was recorded"
    type: time
    timeframes: [raw, time, date, week, month, quarter, year]
    datatype: timestamp
    sql: ${TABLE}.recorded_at ;;
  }
}
