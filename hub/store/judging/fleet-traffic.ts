/** The name in the table `judging` of what was judged of the traffic of all hosts. */
export const FLEET_TRAFFIC = 'fleet-traffic'

/** How far the traffic of all hosts was judged, and what the guards knew. */
export interface FleetTrafficState {
  /** The first second of the next minute; 0 if none was judged yet. */
  readonly next: number
  /** As JSON; empty if nothing is known. */
  readonly state: string
}
