# Written by views.mjs from catalogue.json; add to it in measures.lkml.
view: calendar {
  sql_table_name: bi.calendar ;;
  label: "Calendar"

  dimension: primary_key {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.date::text ;;
  }

  dimension_group: date {
    label: "Date"
    description: "The day"
    type: time
    timeframes: [raw, date, week, month, quarter, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.date ;;
  }

  dimension: date_key {
    label: "Date Key"
    description: "The day as yyyymmdd"
    type: number
    value_format_name: id
    sql: ${TABLE}.date_key ;;
  }

  dimension: year {
    label: "Year"
    description: "Calendar year"
    type: number
    value_format_name: id
    sql: ${TABLE}.year ;;
  }

  dimension: half_year {
    label: "Half Year"
    description: "1 or 2"
    type: number
    value_format_name: id
    sql: ${TABLE}.half_year ;;
  }

  dimension: quarter {
    label: "Quarter"
    description: "1 to 4"
    type: number
    value_format_name: id
    sql: ${TABLE}.quarter ;;
  }

  dimension: month {
    label: "Month"
    description: "1 to 12"
    type: number
    value_format_name: id
    sql: ${TABLE}.month ;;
  }

  dimension: day_of_month {
    label: "Day Of Month"
    description: "1 to 31"
    type: number
    value_format_name: id
    sql: ${TABLE}.day_of_month ;;
  }

  dimension: day_of_week {
    label: "Day Of Week"
    description: "1 for Monday to 7 for Sunday"
    type: number
    value_format_name: id
    sql: ${TABLE}.day_of_week ;;
  }

  dimension: iso_year {
    label: "Iso Year"
    description: "Year of the ISO week"
    type: number
    value_format_name: id
    sql: ${TABLE}.iso_year ;;
  }

  dimension: iso_week {
    label: "Iso Week"
    description: "ISO week"
    type: number
    value_format_name: id
    sql: ${TABLE}.iso_week ;;
  }

  dimension: week_period {
    label: "Week Period"
    description: "For instance 2026-W14"
    type: string
    sql: ${TABLE}.week_period ;;
  }

  dimension: month_period {
    label: "Month Period"
    description: "For instance 2026-03"
    type: string
    sql: ${TABLE}.month_period ;;
  }

  dimension: quarter_period {
    label: "Quarter Period"
    description: "For instance 2026-Q1"
    type: string
    sql: ${TABLE}.quarter_period ;;
  }

  dimension: half_year_period {
    label: "Half Year Period"
    description: "For instance 2026-H1"
    type: string
    sql: ${TABLE}.half_year_period ;;
  }

  dimension: holiday {
    label: "Holiday"
    description: "Name of the Norwegian holiday; null for none"
    type: string
    sql: ${TABLE}.holiday ;;
  }

  dimension: is_weekend {
    label: "Is Weekend"
    description: "Saturday or Sunday"
    type: yesno
    sql: ${TABLE}.is_weekend ;;
  }

  dimension: is_workday {
    label: "Is Workday"
    description: "Monday to Friday, and no holiday"
    type: yesno
    sql: ${TABLE}.is_workday ;;
  }
}
