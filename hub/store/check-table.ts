/** A check of an agent's host, as the agent told it last. Times in seconds. */
export interface AgentCheckTable {
  readonly agent: number
  readonly name: string
  readonly type: string
  /** One of `CHECK_STATES`. */
  readonly state: string
  readonly since: number
  readonly finding: string
  readonly ran: number | null
  /** How many milliseconds its last runs took, the newest last, as JSON. */
  readonly recent: string
  readonly certificate: number | null
  readonly target: string | null
}
