# Written by views.mjs from catalogue.json; add to it in measures.lkml.
view: teams {
  sql_table_name: bi.teams ;;
  label: "Teams"

  dimension: team {
    primary_key: yes
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

  dimension: value_stream {
    label: "Value Stream"
    description: "Key of the value stream it belongs to today"
    type: string
    sql: ${TABLE}.value_stream ;;
  }

  dimension: value_stream_name {
    label: "Value Stream Name"
    description: "Name of the value stream"
    type: string
    sql: ${TABLE}.value_stream_name ;;
  }

  dimension_group: member_since {
    label: "Member Since"
    description: "Since when it belongs there"
    type: time
    timeframes: [raw, date, week, month, quarter, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.member_since ;;
  }

  dimension: replaced_by {
    label: "Replaced By"
    description: "The first team that took its place"
    type: string
    sql: ${TABLE}.replaced_by ;;
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
