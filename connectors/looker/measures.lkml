# Measures, as refinements of the views. Values of KPIs are neither summed nor averaged: a ratio is
# pooled by Effekt itself, and a row for the stream or the organisation is there already.

view: +kpi_status {
  measure: statuses {
    label: "Statuses"
    description: "How many"
    type: count
    drill_fields: [kpi_name, scope, period, one_value, target, status]
  }
  measure: on_track {
    label: "On Track"
    type: count
    filters: [status: "on_track"]
  }
  measure: at_risk {
    label: "At Risk"
    type: count
    filters: [status: "at_risk"]
  }
  measure: off_track {
    label: "Off Track"
    type: count
    filters: [status: "off_track"]
  }
  measure: judged {
    label: "Judged"
    description: "On track, at risk or off track: not suppressed, not without data or target"
    type: count
    filters: [status: "on_track,at_risk,off_track"]
  }
  measure: share_on_track {
    label: "Share On Track"
    description: "Of those that are judged"
    type: number
    value_format_name: percent_0
    sql: 1.0 * ${on_track} / NULLIF(${judged}, 0) ;;
  }
  measure: one_value {
    label: "The Value"
    description: "The value where one row is meant; empty for several, because values of KPIs have no sum"
    type: number
    sql: CASE WHEN COUNT(DISTINCT ${primary_key}) = 1 THEN MAX(${value}) END ;;
  }
  measure: one_target {
    label: "The Target"
    description: "The target where one row is meant"
    type: number
    sql: CASE WHEN COUNT(DISTINCT ${primary_key}) = 1 THEN MAX(${target}) END ;;
  }
}

view: +kpi_status_history {
  measure: periods {
    label: "Periods"
    description: "How many"
    type: count
    drill_fields: [kpi_name, scope, period, one_value, target, status]
  }
  measure: on_track {
    label: "On Track"
    type: count
    filters: [status: "on_track"]
  }
  measure: one_value {
    label: "The Value"
    description: "The value where one row is meant; empty for several, because values of KPIs have no sum"
    type: number
    sql: CASE WHEN COUNT(DISTINCT ${primary_key}) = 1 THEN MAX(${value}) END ;;
  }
  measure: one_target {
    label: "The Target"
    description: "The target where one row is meant"
    type: number
    sql: CASE WHEN COUNT(DISTINCT ${primary_key}) = 1 THEN MAX(${target}) END ;;
  }
}

view: +measurements {
  measure: entries {
    label: "Entries"
    description: "How many lines of the log"
    type: count
  }
  measure: standing {
    label: "Standing"
    description: "How many count: nothing has taken their place"
    type: count
    filters: [is_standing: "yes"]
  }
  measure: latest {
    label: "Latest"
    description: "When something was recorded last"
    type: date_time
    sql: MAX(${recorded_at_raw}) ;;
  }
}

view: +status_changes {
  measure: turns {
    label: "Turns"
    description: "How many"
    type: count
    drill_fields: [kpi_name, scope_name, from_status_name, to_status_name, reason, changed_at_time]
  }
  measure: turned_off_track {
    label: "Turned Off Track"
    type: count
    filters: [to_status: "off_track"]
  }
}

view: +missing {
  measure: reports {
    label: "Missing Reports"
    description: "How many"
    type: count
    drill_fields: [kpi_name, team_name, period, due_on_date]
  }
  measure: overdue {
    label: "Overdue Reports"
    type: count
    filters: [is_overdue: "yes"]
  }
}
