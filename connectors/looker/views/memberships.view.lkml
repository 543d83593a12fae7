# Written by views.mjs from catalogue.json; add to it in measures.lkml.
view: memberships {
  sql_table_name: bi.memberships ;;
  label: "Memberships"

  dimension: primary_key {
    primary_key: yes
    hidden: yes
    type: string
    sql: quote_literal(${TABLE}.team) || ',' || ${TABLE}.valid_from::text ;;
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

  dimension_group: valid_from {
    label: "Valid From"
    description: "First day that it belongs there"
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

  dimension: value_stream {
    label: "Value Stream"
    description: "Key of the value stream"
    type: string
    sql: ${TABLE}.value_stream ;;
  }

  dimension: value_stream_name {
    label: "Value Stream Name"
    description: "Name of the value stream"
    type: string
    sql: ${TABLE}.value_stream_name ;;
  }

  dimension: version {
    label: "Version"
    description: "Version of the team's definition"
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
