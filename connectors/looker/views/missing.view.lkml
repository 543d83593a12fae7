# Written by views.mjs from catalogue.json; add to it in measures.lkml.
view: missing {
  sql_table_name: bi.missing ;;
  label: "Missing"

  dimension: primary_key {
    primary_key: yes
    hidden: yes
    type: string
    sql: quote_literal(${TABLE}.kpi) || ',' || quote_literal(${TABLE}.team) || ',' || ${TABLE}.period_start::text ;;
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

  dimension: team {
    label: "Team"
    description: "Key of the team"
    type: string
    sql: ${TABLE}.team ;;
  }

  dimension: team_name {
    label: "Team Name"
    description: "Name of the team"
    type: string
    sql: ${TABLE}.team_name ;;
  }

  dimension: scope {
    label: "Scope"
    description: "team:<key>"
    type: string
    sql: ${TABLE}.scope ;;
  }

  dimension: value_stream {
    label: "Value Stream"
    description: "Key of the value stream in that period"
    type: string
    sql: ${TABLE}.value_stream ;;
  }

  dimension: value_stream_name {
    label: "Value Stream Name"
    description: "Name of the value stream"
    type: string
    sql: ${TABLE}.value_stream_name ;;
  }

  dimension: period {
    label: "Period"
    description: "The period, for instance 2026-Q1"
    type: string
    sql: ${TABLE}.period ;;
  }

  dimension_group: period_start {
    label: "Period Start"
    description: "First day of the period"
    type: time
    timeframes: [raw, date, week, month, quarter, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.period_start ;;
  }

  dimension_group: period_end {
    label: "Period End"
    description: "Last day of the period"
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

  dimension_group: due_on {
    label: "Due On"
    description: "Last day on which the numbers are in time"
    type: time
    timeframes: [raw, date, week, month, quarter, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.due_on ;;
  }

  dimension: is_overdue {
    label: "Is Overdue"
    description: "Whether that day is over"
    type: yesno
    sql: ${TABLE}.is_overdue ;;
  }

  dimension: has_reported_before {
    label: "Has Reported Before"
    description: "Whether the team has ever reported the KPI before"
    type: yesno
    sql: ${TABLE}.has_reported_before ;;
  }

  dimension_group: recorded_at {
    label: "Recorded At"
    description: "Since when that is known: never before the period began"
    type: time
    timeframes: [raw, time, date, week, month, quarter, year]
    datatype: timestamp
    sql: ${TABLE}.recorded_at ;;
  }
}
