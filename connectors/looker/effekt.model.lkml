connection: "@{CONNECTION_NAME}"
label: "Effekt"

include: "/views/*.view.lkml"
include: "/measures.lkml"
include: "/scorecard.dashboard.lookml"

# A year of work begins in January, a week on Monday.
week_start_day: monday

datagroup: evaluated {
  label: "Something was recorded"
  description: "Answers are kept until Effekt has recorded something"
  sql_trigger: SELECT recorded_at FROM bi.freshness ;;
  max_cache_age: "1 hour"
}

persist_with: evaluated

explore: kpi_status {
  label: "Status now"
  description: "The headline of every KPI and scope. Choose one value of Dimension, or none, and one Scope Level: rows of a stream have those of its teams in them."

  join: kpis {
    type: left_outer
    relationship: many_to_one
    sql_on: ${kpi_status.kpi} = ${kpis.kpi} ;;
  }
  join: teams {
    type: left_outer
    relationship: many_to_one
    sql_on: ${kpi_status.team} = ${teams.team} ;;
  }
  join: value_streams {
    type: left_outer
    relationship: many_to_one
    sql_on: ${kpi_status.value_stream} = ${value_streams.value_stream} ;;
  }
}

explore: kpi_status_history {
  label: "Status over time"
  description: "A row for every KPI, scope and period. Choose one KPI and one Scope for a line that means something."

  join: kpis {
    type: left_outer
    relationship: many_to_one
    sql_on: ${kpi_status_history.kpi} = ${kpis.kpi} ;;
  }
  join: teams {
    type: left_outer
    relationship: many_to_one
    sql_on: ${kpi_status_history.team} = ${teams.team} ;;
  }
  join: value_streams {
    type: left_outer
    relationship: many_to_one
    sql_on: ${kpi_status_history.value_stream} = ${value_streams.value_stream} ;;
  }
  join: calendar {
    type: left_outer
    relationship: many_to_one
    sql_on: ${kpi_status_history.period_start_raw} = ${calendar.date_raw} ;;
  }
}

explore: measurements {
  label: "Measurements"
  description: "The log: what was measured, corrected and taken back. Is Standing says what counts."

  join: kpis {
    type: left_outer
    relationship: many_to_one
    sql_on: ${measurements.kpi} = ${kpis.kpi} ;;
  }
  join: teams {
    type: left_outer
    relationship: many_to_one
    sql_on: ${measurements.team} = ${teams.team} ;;
  }
  join: calendar {
    type: left_outer
    relationship: many_to_one
    sql_on: ${measurements.period_start_raw} = ${calendar.date_raw} ;;
  }
}

explore: targets {
  label: "Targets"
  description: "Targets with the days that they hold on"

  join: kpis {
    type: left_outer
    relationship: many_to_one
    sql_on: ${targets.kpi} = ${kpis.kpi} ;;
  }
}

explore: status_changes {
  label: "What turned"
  description: "A row for every turn of a headline's status: from, to, when and why."

  join: kpis {
    type: left_outer
    relationship: many_to_one
    sql_on: ${status_changes.kpi} = ${kpis.kpi} ;;
  }
  join: teams {
    type: left_outer
    relationship: many_to_one
    sql_on: ${status_changes.team} = ${teams.team} ;;
  }
}

explore: missing {
  label: "Who has not reported"
  description: "Teams that were expected to report a KPI in a period and have not."

  join: kpis {
    type: left_outer
    relationship: many_to_one
    sql_on: ${missing.kpi} = ${kpis.kpi} ;;
  }
  join: calendar {
    type: left_outer
    relationship: many_to_one
    sql_on: ${missing.period_start_raw} = ${calendar.date_raw} ;;
  }
}

explore: memberships {
  label: "Memberships"
  description: "Which value stream a team belongs to, from a day to a day."

  join: value_streams {
    type: left_outer
    relationship: many_to_one
    sql_on: ${memberships.value_stream} = ${value_streams.value_stream} ;;
  }
}

explore: freshness {
  label: "Data as of"
  description: "One row: when something was recorded last, and how far behind the rows are."
}
