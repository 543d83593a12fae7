# Written by views.mjs from catalogue.json; add to it in measures.lkml.
view: targets {
  sql_table_name: bi.targets ;;
  label: "Targets"

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
    description: "Which one it is of this KPI and scope"
    type: number
    value_format_name: id
    sql: ${TABLE}.number ;;
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

  dimension_group: valid_from {
    label: "Valid From"
    description: "First day that it holds on"
    type: time
    timeframes: [raw, date, week, month, quarter, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.valid_from ;;
  }

  dimension_group: valid_to {
    label: "Valid To"
    description: "Last day; null for open end"
    type: time
    timeframes: [raw, date, week, month, quarter, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.valid_to ;;
  }

  dimension: comparator {
    label: "Comparator"
    description: "How a value is held against it"
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
    description: "Lower end of a range"
    type: number
    sql: ${TABLE}.target_lower ;;
  }

  dimension: target_upper {
    label: "Target Upper"
    description: "Upper end of a range"
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

  dimension: basis {
    label: "Basis"
    description: "absolute, or how it follows from the baseline"
    type: string
    sql: ${TABLE}.basis ;;
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
