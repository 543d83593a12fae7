# Written by views.mjs from catalogue.json; add to it in measures.lkml.
view: kpi_status {
  sql_table_name: bi.kpi_status ;;
  label: "Kpi Status"

  dimension: primary_key {
    primary_key: yes
    hidden: yes
    type: string
    sql: quote_literal(${TABLE}.kpi) || ',' || quote_literal(${TABLE}.scope) || ',' || quote_literal(${TABLE}.dimension) ;;
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
    description: "Whether no boundary of the target lies inside the interval"
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
    description: "The boundary between at risk and off track"
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
    description: "When it was found to be other than before"
    type: time
    timeframes: [raw, time, date, week, month, quarter, year]
    datatype: timestamp
    sql: ${TABLE}.recorded_at ;;
  }

  dimension: scope_name {
    label: "Scope Name"
    description: "Name of the team, value stream or organisation; never null"
    type: string
    sql: ${TABLE}.scope_name ;;
  }

  dimension: kpi_order {
    label: "Kpi Order"
    description: "Sorts KPIs in the order in which they were defined"
    type: number
    value_format_name: id
    sql: ${TABLE}.kpi_order ;;
  }

  dimension: direction {
    label: "Direction"
    description: "up, down, band or neutral: which way is better"
    type: string
    sql: ${TABLE}.direction ;;
  }

  dimension: owner {
    label: "Owner"
    description: "Who answers for the KPI"
    type: string
    sql: ${TABLE}.owner ;;
  }

  dimension: min_group_size {
    label: "Min Group Size"
    description: "Smallest group that is shown; null for no limit"
    type: number
    value_format_name: id
    sql: ${TABLE}.min_group_size ;;
  }

  dimension: rolled_up {
    label: "Rolled Up"
    description: "status where it is the worst status of the teams and there is no value"
    type: string
    sql: ${TABLE}.rolled_up ;;
  }

  dimension: status_name {
    label: "Status Name"
    description: "The status in the language of the service"
    type: string
    sql: ${TABLE}.status_name ;;
  }

  dimension: status_rank {
    label: "Status Rank"
    description: "Sorts statuses: 1 off_track, 2 at_risk, 3 on_track, 4 stale, 5 no_data, 6 pending, 7 suppressed, 8 no_baseline, 9 no_target, 10 none"
    type: number
    value_format_name: id
    sql: ${TABLE}.status_rank ;;
  }

  dimension_group: status_since {
    label: "Status Since"
    description: "When the row came to this status; null where it is suppressed, or from before that was kept"
    type: time
    timeframes: [raw, time, date, week, month, quarter, year]
    datatype: timestamp
    sql: ${TABLE}.status_since ;;
  }

  dimension: previous_status {
    label: "Previous Status"
    description: "The status that the row had before; null for none, and where it is suppressed"
    type: string
    sql: ${TABLE}.previous_status ;;
  }

  dimension: last_status {
    label: "Last Status"
    description: "The verdict that the value of a stale row had; null for others"
    type: string
    sql: ${TABLE}.last_status ;;
  }

  dimension: override_status {
    label: "Override Status"
    description: "What a person says it is, while that is in force"
    type: string
    sql: ${TABLE}.override_status ;;
  }

  dimension: override_reason {
    label: "Override Reason"
    description: "Why the person says so"
    type: string
    sql: ${TABLE}.override_reason ;;
  }

  dimension_group: override_expires {
    label: "Override Expires"
    description: "When the override lapses"
    type: time
    timeframes: [raw, time, date, week, month, quarter, year]
    datatype: timestamp
    sql: ${TABLE}.override_expires ;;
  }

  dimension: value_text {
    label: "Value Text"
    description: "The value with its unit, as people read it"
    type: string
    sql: ${TABLE}.value_text ;;
  }

  dimension: target_text {
    label: "Target Text"
    description: "The target with its unit, as people read it"
    type: string
    sql: ${TABLE}.target_text ;;
  }

  dimension: trend {
    label: "Trend"
    description: "better, worse or same as the period before, by the direction; null where that cannot be said"
    type: string
    sql: ${TABLE}.trend ;;
  }
}
