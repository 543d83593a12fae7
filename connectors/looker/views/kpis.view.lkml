# Written by views.mjs from catalogue.json; add to it in measures.lkml.
view: kpis {
  sql_table_name: bi.kpis ;;
  label: "Kpis"

  dimension: kpi {
    primary_key: yes
    label: "Kpi"
    description: "Key of the KPI"
    type: string
    sql: ${TABLE}.kpi ;;
  }

  dimension: kpi_name {
    label: "Kpi Name"
    description: "Name in the language of the service"
    type: string
    sql: ${TABLE}.kpi_name ;;
  }

  dimension: name_en {
    label: "Name En"
    description: "Name in English"
    type: string
    sql: ${TABLE}.name_en ;;
  }

  dimension: name_nb {
    label: "Name Nb"
    description: "Name in Norwegian (bokmål)"
    type: string
    sql: ${TABLE}.name_nb ;;
  }

  dimension: description {
    label: "Description"
    description: "What it tells"
    type: string
    sql: ${TABLE}.description ;;
  }

  dimension: unit {
    label: "Unit"
    description: "Unit of the value"
    type: string
    sql: ${TABLE}.unit ;;
  }

  dimension: shape {
    label: "Shape"
    description: "number, ratio or scores"
    type: string
    sql: ${TABLE}.shape ;;
  }

  dimension: aggregation {
    label: "Aggregation"
    description: "How measurements become a value"
    type: string
    sql: ${TABLE}.aggregation ;;
  }

  dimension: roll_up {
    label: "Roll Up"
    description: "How teams become a value stream"
    type: string
    sql: ${TABLE}.roll_up ;;
  }

  dimension: direction {
    label: "Direction"
    description: "Whether up or down is better"
    type: string
    sql: ${TABLE}.direction ;;
  }

  dimension: period_length {
    label: "Period Length"
    description: "day, week, month, quarter, half-year or year"
    type: string
    sql: ${TABLE}.period_length ;;
  }

  dimension: time_zone {
    label: "Time Zone"
    description: "Zone of its days"
    type: string
    sql: ${TABLE}.time_zone ;;
  }

  dimension: grace_days {
    label: "Grace Days"
    description: "Days after a period until it is judged"
    type: number
    value_format_name: id
    sql: ${TABLE}.grace_days ;;
  }

  dimension: min_group_size {
    label: "Min Group Size"
    description: "Smallest group that is shown"
    type: number
    value_format_name: id
    sql: ${TABLE}.min_group_size ;;
  }

  dimension: owner {
    label: "Owner"
    description: "Who answers for it"
    type: string
    sql: ${TABLE}.owner ;;
  }

  dimension: source {
    label: "Source"
    description: "Where the numbers come from"
    type: string
    sql: ${TABLE}.source ;;
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
