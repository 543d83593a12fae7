# Written by views.mjs from catalogue.json; add to it in measures.lkml.
view: status_changes {
  sql_table_name: bi.status_changes ;;
  label: "Status Changes"

  dimension: primary_key {
    primary_key: yes
    hidden: yes
    type: string
    sql: quote_literal(${TABLE}.kpi) || ',' || quote_literal(${TABLE}.scope) || ',' || ${TABLE}.number::text ;;
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

  dimension: number {
    label: "Number"
    description: "Which turn it is of this KPI and scope, from 1"
    type: number
    value_format_name: id
    sql: ${TABLE}.number ;;
  }

  dimension: scope_name {
    label: "Scope Name"
    description: "Name of the team, value stream or organisation; never null"
    type: string
    sql: ${TABLE}.scope_name ;;
  }

  dimension: scope_level {
    label: "Scope Level"
    description: "team, stream or org"
    type: string
    sql: ${TABLE}.scope_level ;;
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
    description: "The period that the new status is about; null for none"
    type: string
    sql: ${TABLE}.period ;;
  }

  dimension_group: period_start {
    label: "Period Start"
    description: "First day of the period, or the day of the turn"
    type: time
    timeframes: [raw, date, week, month, quarter, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.period_start ;;
  }

  dimension_group: period_end {
    label: "Period End"
    description: "Last day of the period, or the day of the turn"
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

  dimension: from_status {
    label: "From Status"
    description: "The status before; null for the first"
    type: string
    sql: ${TABLE}.from_status ;;
  }

  dimension: from_status_name {
    label: "From Status Name"
    description: "The status before, in the language of the service"
    type: string
    sql: ${TABLE}.from_status_name ;;
  }

  dimension: to_status {
    label: "To Status"
    description: "The status after"
    type: string
    sql: ${TABLE}.to_status ;;
  }

  dimension: to_status_name {
    label: "To Status Name"
    description: "The status after, in the language of the service"
    type: string
    sql: ${TABLE}.to_status_name ;;
  }

  dimension: reason {
    label: "Reason"
    description: "first, period (another period speaks), value, target, definition, time, stale, small_group or rebuild; null from before that was kept"
    type: string
    sql: ${TABLE}.reason ;;
  }

  dimension: value {
    label: "Value"
    description: "The value after; null where it is suppressed"
    type: number
    sql: ${TABLE}.value ;;
  }

  dimension: value_text {
    label: "Value Text"
    description: "The value with its unit, as people read it"
    type: string
    sql: ${TABLE}.value_text ;;
  }

  dimension: unit {
    label: "Unit"
    description: "Unit of the value"
    type: string
    sql: ${TABLE}.unit ;;
  }

  dimension_group: changed_at {
    label: "Changed At"
    description: "When it turned"
    type: time
    timeframes: [raw, time, date, week, month, quarter, year]
    datatype: timestamp
    sql: ${TABLE}.changed_at ;;
  }

  dimension_group: recorded_at {
    label: "Recorded At"
    description: "The same: a turn is never written anew"
    type: time
    timeframes: [raw, time, date, week, month, quarter, year]
    datatype: timestamp
    sql: ${TABLE}.recorded_at ;;
  }
}
