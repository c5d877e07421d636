# path: reserve["filterDDL"]
resource "dts_synchronization_task" "sync_topology" {
  ...task
  initial_phases = ["schema", "full"]
  ...objects
  reserve = «{ filterDDL = "true" }|{ tableAnalyze = "true" }» # <- here
  ...source
  ...destination
}
