/** So many steps of an incident are kept; all are counted. */
export const MOST_STEPS = 1000

/** A step, and the number of the agent that told it. */
interface Told {
  readonly id: string
  readonly agent: number
}

/**
 * The ids of the steps of an incident, in the order in which they were noted, that are too many. Those who told them
 * share the room, so nobody pushes out what others told; of each the first and the newest are kept.
 */
export function surplusSteps(steps: readonly Told[], most = MOST_STEPS): readonly string[] {
  const ofAgents = [...Map.groupBy(steps, ({ agent }) => agent).values()]
  ofAgents.sort((one, other) => one.length - other.length)
  let room = most
  return ofAgents.flatMap((own, index) => {
    const kept = Math.min(own.length, Math.floor(room / (ofAgents.length - index)))
    room -= kept
    const first = Math.ceil(kept / 2)
    return own.slice(first, own.length - (kept - first)).map(({ id }) => id)
  })
}
