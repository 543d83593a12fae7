project_name: "effekt"

# The connection of your Looker to Effekt's PostgreSQL.
constant: CONNECTION_NAME {
  value: "effekt"
  export: override_required
}
