# Written by views.mjs from catalogue.json; add to it in measures.lkml.
view: kpi_status_history {
  sql_table_name: bi.kpi_status_history ;;
  label: "Kpi Status History"

  dimension: primary_key {
    primary_key: yes
    hidden: yes
    type: string
    sql: quote_literal(${TABLE}.kpi) || ',' || quote_literal(${TABLE}.scope) || ',' || quote_literal(${TABLE}.dimension) || ',' || ${TABLE}.period_start::text ;;
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

  dimension: dimension {
    label: "Dimension"
    description: "One value of one dimension; empty for all together"
    type: string
    sql: ${TABLE}.dimension ;;
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

  dimension: is_complete {
    label: "Is Complete"
    description: "Whether the period is over"
    type: yesno
    sql: ${TABLE}.is_complete ;;
  }

  dimension: value {
    label: "Value"
    description: "The value; null where it is suppressed"
    type: number
    sql: ${TABLE}.value ;;
  }

  dimension: unit {
    label: "Unit"
    description: "Unit of the value"
    type: string
    sql: ${TABLE}.unit ;;
  }

  dimension: status {
    label: "Status"
    description: "on_track, at_risk, off_track, suppressed and so on"
    type: string
    sql: ${TABLE}.status ;;
  }

  dimension: is_confident {
    label: "Is Confident"
    description: "Whether chance alone would not explain it"
    type: yesno
    sql: ${TABLE}.is_confident ;;
  }

  dimension: comparator {
    label: "Comparator"
    description: "How the value is held against the target"
    type: string
    sql: ${TABLE}.comparator ;;
  }

  dimension: target {
    label: "Target"
    description: "The target"
    type: number
    sql: ${TABLE}.target ;;
  }

  dimension: target_lower {
    label: "Target Lower"
    description: "Lower end of a target range"
    type: number
    sql: ${TABLE}.target_lower ;;
  }

  dimension: target_upper {
    label: "Target Upper"
    description: "Upper end of a target range"
    type: number
    sql: ${TABLE}.target_upper ;;
  }

  dimension: warning {
    label: "Warning"
    description: "The boundary to off track"
    type: number
    sql: ${TABLE}.warning ;;
  }

  dimension: warning_lower {
    label: "Warning Lower"
    description: "Lower end of a warning range"
    type: number
    sql: ${TABLE}.warning_lower ;;
  }

  dimension: warning_upper {
    label: "Warning Upper"
    description: "Upper end of a warning range"
    type: number
    sql: ${TABLE}.warning_upper ;;
  }

  dimension: target_from {
    label: "Target From"
    description: "The scope whose target it is"
    type: string
    sql: ${TABLE}.target_from ;;
  }

  dimension: interval_lower {
    label: "Interval Lower"
    description: "Lower end of the 95 % interval"
    type: number
    sql: ${TABLE}.interval_lower ;;
  }

  dimension: interval_upper {
    label: "Interval Upper"
    description: "Upper end of the 95 % interval"
    type: number
    sql: ${TABLE}.interval_upper ;;
  }

  dimension: measurements {
    label: "Measurements"
    description: "Measurements that counted"
    type: number
    value_format_name: id
    sql: ${TABLE}.measurements ;;
  }

  dimension: answers {
    label: "Answers"
    description: "Answers that counted, of a survey"
    type: number
    value_format_name: id
    sql: ${TABLE}.answers ;;
  }

  dimension: teams_expected {
    label: "Teams Expected"
    description: "Teams beneath the scope"
    type: number
    value_format_name: id
    sql: ${TABLE}.teams_expected ;;
  }

  dimension: teams_reported {
    label: "Teams Reported"
    description: "Teams beneath the scope that have reported"
    type: number
    value_format_name: id
    sql: ${TABLE}.teams_reported ;;
  }

  dimension: change_from_previous {
    label: "Change From Previous"
    description: "Change from the period before"
    type: number
    sql: ${TABLE}.change_from_previous ;;
  }

  dimension: change_from_baseline {
    label: "Change From Baseline"
    description: "Change from the baseline"
    type: number
    sql: ${TABLE}.change_from_baseline ;;
  }

  dimension: kpi_version {
    label: "Kpi Version"
    description: "Version of the KPI's definition"
    type: number
    value_format_name: id
    sql: ${TABLE}.kpi_version ;;
  }

  dimension_group: recorded_at {
    label: "Recorded At"
    description: "When it was evaluated"
    type: time
    timeframes: [raw, time, date, week, month, quarter, year]
    datatype: timestamp
    sql: ${TABLE}.recorded_at ;;
  }
}
